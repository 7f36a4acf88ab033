/** Which changes of a series nobody has been told of yet. */
import type { JudgedChange, JudgedSeries } from '../change/judge-series.ts';

/** A change that was told, so wide that it is known again when later nights move its place a little. */
export interface ToldChange {
  readonly isUpward: boolean;
  readonly fromMs: number;
  readonly toMs: number;
}

/** New nights make no change stronger that is older than this: see `longestEvidence` of the detection. */
const recentPoints = 40;
/** By how many points the place of a change may move when nights are added. */
const placeMoves = 2;

/**
 * The changes that are not told yet, and all that are told then. Spikes are no changes; a change of the instructions
 * alone is told of their own series. What lies too far back to have come with the newest nights is told of none.
 */
export function newChanges(
  { changes, columns: { timesMs } }: JudgedSeries,
  told: readonly ToldChange[],
): { readonly changes: readonly JudgedChange[]; readonly told: readonly ToldChange[] } {
  const oldest = timesMs.length - recentPoints;
  const recent = changes.filter(
    ({ verdict, point }) =>
      verdict.cause !== 'spike' && verdict.cause !== 'instruction-only' && point.index >= oldest,
  );
  const untold = recent.filter((change) => !told.some((known) => isSame(known, change)));
  const forgottenMs = timesMs[Math.max(0, oldest - recentPoints)] ?? Number.NEGATIVE_INFINITY;
  return {
    changes: untold,
    told: [
      ...told.filter(({ toMs }) => toMs >= forgottenMs),
      ...untold.map((change) => widened(change, timesMs)),
    ],
  };
}

function isSame({ isUpward, fromMs, toMs }: ToldChange, { relative, range }: JudgedChange): boolean {
  return isUpward === relative > 0 && fromMs < range[1].atMs && range[0].atMs < toMs;
}

function widened({ relative, range: [before, after] }: JudgedChange, timesMs: readonly number[]): ToldChange {
  return {
    isUpward: relative > 0,
    fromMs: timesMs[Math.max(0, before.index - placeMoves)] ?? before.atMs,
    toMs: timesMs[Math.min(timesMs.length - 1, after.index + placeMoves)] ?? after.atMs,
  };
}
