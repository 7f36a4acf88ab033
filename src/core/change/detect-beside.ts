import type { Companions } from './cause.ts';
import type { ChangePoint, SeriesChanges, Stretch } from './change-point.ts';
import { controlFactors, divideBy } from './control-factors.ts';
import { controlMoved } from './control-moved.ts';
import { instructionsProve } from './instruction-move.ts';
import type { RankedCut } from './rank-cuts.ts';
import { isAtChange } from './same-place.ts';
import {
  changesAt,
  measureSeries,
  type SearchedSeries,
  searchSeries,
  stretchesBetween,
} from './searched-series.ts';

/** What helps to find changes, as long as the series. */
export type Beside = Pick<Companions, 'control' | 'instructions'>;

/** A change needs no more strength where the instructions prove it. */
const leastProven = 0.25;

/** What is known of a series with what was measured beside it. */
export interface FoundBeside extends SeriesChanges {
  /** For each point by what it was divided to find the changes; `undefined` if the series was searched as it is. */
  readonly factors: readonly number[] | undefined;
}

/**
 * Finds the changes of a series with what was measured beside it. README.md explains why each helps.
 *
 * - The series is divided by its control where that makes it quieter from one point to the next. What it showed
 *   undivided, because the control moved, is a change, too. What is said of a change is of the series in which it was
 *   found; all levels are as they were measured.
 * - A change that is too weak by itself counts if the instructions moved with it.
 *
 * Without either it is `detectChanges`.
 *
 * @throws RangeError if a value is not positive and finite.
 */
export function detectBeside(
  series: readonly (number | null)[],
  { control, instructions }: Beside,
): FoundBeside {
  const measured = measureSeries(series);
  const factors = control && controlFactors(series, control);
  const divided = factors && measureSeries(divideBy(series, factors));
  const plain = searchSeries(measured);
  if (control === undefined || divided === undefined || divided.nightly >= measured.nightly) {
    return { ...changesAt(plain, provenCuts(plain, instructions)), factors: undefined };
  }
  const searched = searchSeries(divided);
  const own = changesAt(searched, provenCuts(searched, instructions)).changes;
  return { ...measuredIn(plain, [...own, ...changesOfControl(plain, control, own)]), factors };
}

/** The changes with their levels in a series, and its stretches between them. */
function measuredIn(plain: SearchedSeries, changes: readonly ChangePoint[]): SeriesChanges {
  const sorted = changes.toSorted((one, other) => one.firstAfter - other.firstAfter);
  const { indices } = plain.logarithms;
  const stretches = stretchesBetween(
    plain,
    sorted.map(({ firstAfter }) => indices.indexOf(firstAfter)),
  );
  return {
    ...changesAt(plain, []),
    stretches,
    changes: sorted.map((change, index) => {
      const before = stretches[index]?.level ?? Number.NaN;
      const after = stretches[index + 1]?.level ?? Number.NaN;
      return { ...change, before, after, absolute: after - before };
    }),
  };
}

/** The strong cuts, and of the weaker ones those that the instructions prove. */
function provenCuts(
  searched: SearchedSeries,
  instructions: readonly (number | null)[] | undefined,
): readonly RankedCut[] {
  if (instructions === undefined) {
    return searched.cuts.filter(isStrong);
  }
  const cuts = searched.cuts.filter(({ strength }) => strength >= leastProven);
  const isProven = eachChange(changesAt(searched, cuts), (change, around) =>
    instructionsProve(instructions, change, around),
  );
  return cuts.filter((cut, index) => isStrong(cut) || isProven[index]);
}

/** The changes of a series where its control moved, but those that are known. */
function changesOfControl(
  plain: SearchedSeries,
  control: readonly (number | null)[],
  known: readonly ChangePoint[],
): readonly ChangePoint[] {
  const found = changesAt(plain, plain.cuts.filter(isStrong));
  const isOfControl = eachChange(
    found,
    (change, around) =>
      !known.some((other) => isAtChange(other, change)) &&
      controlMoved(control, change, around)?.moved === true,
  );
  return found.changes.filter((_, index) => isOfControl[index]);
}

function isStrong({ strength }: RankedCut): boolean {
  return strength >= 1;
}

function eachChange<Result>(
  { changes, stretches }: SeriesChanges,
  of: (change: ChangePoint, around: readonly [Stretch, Stretch]) => Result,
): readonly (Result | undefined)[] {
  return changes.map((change, index) => {
    const [before, after] = [stretches[index], stretches[index + 1]];
    return before === undefined || after === undefined ? undefined : of(change, [before, after]);
  });
}
