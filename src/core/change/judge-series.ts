/** What changed in a series of a history, and what moved it. */
import type { SeriesColumns, SeriesRow } from '../model/bench.ts';
import type { Companions, Verdict } from './cause.ts';
import type { SeriesChanges } from './change-point.ts';
import { companionsOf, type SeriesReader } from './companions-of.ts';
import { divideBy } from './control-factors.ts';
import { countedValues } from './counted-values.ts';
import { type Beside, detectBeside, type FoundBeside } from './detect-beside.ts';
import { judgeChanges } from './judge-changes.ts';

/** A point of a series, for people and for what acts on it. */
export interface SeriesPoint {
  /** Its place in the series. */
  readonly index: number;
  readonly runId: string;
  readonly atMs: number;
  /** Full hash, or an abbreviated one of imported data; empty for a release tree. */
  readonly commit: string;
  readonly subject: string;
  readonly phpVersion: string;
}

/** A verdict with its place in the series. */
export interface JudgedChange {
  readonly verdict: Verdict;
  /** `after / before - 1`; of the instructions if the verdict says so, of a spike its distance from what is usual. */
  readonly relative: number;
  /** The first point of the new level, or the spike. */
  readonly point: SeriesPoint;
  /** The change lies after the first and not after the second, with 95 %; both are the spike for a spike. */
  readonly range: readonly [SeriesPoint, SeriesPoint];
}

export interface JudgedSeries {
  readonly series: SeriesRow;
  readonly columns: SeriesColumns;
  /** The medians that count, `null` for the others. */
  readonly values: readonly (number | null)[];
  readonly beside: Beside;
  /** Their levels, changes and spikes, found with what was measured beside them. */
  readonly found: SeriesChanges;
  /** In the order of the points. */
  readonly changes: readonly JudgedChange[];
}

/** Two builds of the same code may differ in their time, not in their memory or instructions. */
const noLayout = 0;

/**
 * Finds the changes and spikes of a series and says what moved it, from all that the history holds beside it.
 *
 * @param all the series of the history, if they are known already.
 * @returns `undefined` if there is no such series.
 */
export function judgeSeries(
  history: SeriesReader,
  seriesId: number,
  all: readonly SeriesRow[] = history.listSeries(),
): JudgedSeries | undefined {
  const series = all.find(({ id }) => id === seriesId);
  if (series === undefined) {
    return undefined;
  }
  const columns = history.readSeries(seriesId);
  const values = countedValues(columns);
  const companions = companionsOf(history, series, columns, all);
  const found = detectBeside(values, companions);
  const limit = series.unit === 'ms' ? undefined : noLayout;
  const verdicts = judgeBeside(found, values, companions, limit);
  const changes = verdicts.map((verdict) => placed(verdict, columns));
  return { series, columns, values, beside: companions, found, changes };
}

/** As `judgeChanges`, of what `detectBeside` found with the same companions. */
export function judgeBeside(
  found: FoundBeside,
  values: readonly (number | null)[],
  companions: Companions,
  limit?: number,
): readonly Verdict[] {
  const { remeasured } = companions;
  const again = remeasured && { remeasured: divideBy(remeasured, found.factors) };
  return judgeChanges(found, divideBy(values, found.factors), { ...companions, ...again }, limit);
}

function placed(verdict: Verdict, columns: SeriesColumns): JudgedChange {
  if (verdict.cause === 'spike') {
    const point = pointAt(columns, verdict.spike.index);
    return { verdict, relative: verdict.spike.relative, point, range: [point, point] };
  }
  const { firstAfter, range, relative } = verdict.change;
  return {
    verdict,
    relative,
    point: pointAt(columns, firstAfter),
    range: [pointAt(columns, range.lastBefore), pointAt(columns, range.firstAfter)],
  };
}

function pointAt(columns: SeriesColumns, index: number): SeriesPoint {
  return {
    index,
    runId: columns.runIds[index] ?? '',
    atMs: columns.timesMs[index] ?? Number.NaN,
    commit: columns.commits[index] ?? '',
    subject: columns.subjects[index] ?? '',
    phpVersion: columns.phpVersions[index] ?? '',
  };
}
