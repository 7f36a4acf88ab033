import { median } from '../stats/quantiles.ts';
import type { ChangePoint } from './change-point.ts';
import { explainingShare } from './control-moved.ts';
import { deviationsPerMedianDeviation, leastNoise } from './noise.ts';

/** A move must be that many standard deviations of how the same commits usually move. */
const clearly = 4;
/** The place of a change may be off by as much. */
const nearby = 1;

/** How a commit moved from one night to the next. */
export interface RemeasuredMove {
  /** A fraction of its first value. */
  readonly relative: number;
  /** Whether that, and no change from one commit to the next, explains the change. */
  readonly moved: boolean;
}

/**
 * How the commit before a change moved when it was measured again on the first night of the new level. It explains the
 * change if it moved by half of it or more, by more than the same commits usually do, and if no two commits that were
 * measured in one night differ by half of it, on that night or next to it.
 *
 * @param remeasured at each point the commit of the point before it, measured again.
 * @returns `undefined` if that commit was not measured again then.
 */
export function remeasuredMove(
  remeasured: readonly (number | null)[],
  series: readonly (number | null)[],
  { firstAfter, relative: changed }: ChangePoint,
): RemeasuredMove | undefined {
  const asked = Math.log1p(changed) * explainingShare;
  const again = (index: number) => logarithmOf(remeasured[index], series[index - 1]);
  const move = again(firstAfter);
  if (move === undefined) {
    return undefined;
  }
  const usual = remeasured
    .map((_, index) => Math.abs(again(index) ?? Number.NaN))
    .filter((size) => size >= 0);
  const noise = Math.max(leastNoise, deviationsPerMedianDeviation * median(usual));
  const between = (index: number) => logarithmOf(series[index], remeasured[index]);
  const ofCommits = [firstAfter - nearby, firstAfter, firstAfter + nearby].some(
    (index) => (between(index) ?? 0) / asked >= 1,
  );
  const moved = move / asked >= 1 && Math.abs(move) > clearly * noise && !ofCommits;
  return { relative: Math.expm1(move), moved };
}

function logarithmOf(value: number | null | undefined, other: number | null | undefined): number | undefined {
  return typeof value === 'number' && typeof other === 'number' ? Math.log(value / other) : undefined;
}
