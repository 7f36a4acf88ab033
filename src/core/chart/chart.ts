/** What a picture, a report or a table shows of a series. */
import type { SeriesChanges } from '../change/change-point.ts';
import { countedValues } from '../change/counted-values.ts';
import { type Beside, detectBeside } from '../change/detect-beside.ts';
import type { MetricUnit, SeriesColumns, SeriesRow } from '../model/bench.ts';
import { movingAverage } from '../stats/moving-average.ts';
import { plainText } from '../text/format.ts';
import { setupDetails } from '../text/setup-text.ts';

/** Runs that the moving average of a table covers, and that of a picture unless it is told otherwise. */
export const averageWindow = 5;

const maxTitleLength = 200;

/** Both ends of a part of the time, in milliseconds since 1970. */
export type TimeRange = readonly [fromMs: number, toMs: number];

export interface SeriesChart {
  readonly title: string;
  readonly unit: MetricUnit;
  readonly series: SeriesColumns;
  readonly average: readonly (number | null)[];
  /** Of the whole series, whatever part of it is shown. */
  readonly found: SeriesChanges;
  /** The indices of the runs that are shown, ascending. */
  readonly shown: readonly number[];
}

/** A series' name for people, on one line. */
export function seriesTitle(series: SeriesRow): string {
  const setup = [...setupDetails(series), series.configuration, series.platform].filter(
    (part) => part !== '',
  );
  const title = `${series.suite}: ${series.benchmark} (${series.metric}) on ${series.machine.name}, ${setup.join(', ')}`;
  return plainText(title, maxTitleLength);
}

/**
 * What to show of a series. Excluded runs are among it, but in no average and no level.
 * @param range the time to show; `undefined` for all of it
 * @param beside what was measured beside the series
 */
export function seriesChart(
  row: SeriesRow,
  series: SeriesColumns,
  range: TimeRange | undefined,
  beside: Beside = {},
): SeriesChart {
  const [from, to] = range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const counted = series.medians.map((median, index) => (series.excluded[index] === '' ? median : null));
  return {
    title: seriesTitle(row),
    unit: row.unit,
    series,
    average: movingAverage(counted, averageWindow),
    found: detectBeside(countedValues(series), beside),
    shown: series.timesMs.flatMap((time, index) => (time >= from && time <= to ? [index] : [])),
  };
}

/** For instance `2025-01-04: PHP 8.4.2 531b94359e Fix something`, for people. */
export function runLabel({ series }: Pick<SeriesChart, 'series'>, index: number): string {
  const version = series.phpVersions[index] ?? '';
  const words = [
    version === '' ? '' : `PHP ${version}`,
    series.commits[index]?.slice(0, 10) ?? '',
    series.subjects[index] ?? '',
  ].filter((word) => word !== '');
  const day = new Date(series.timesMs[index] ?? 0).toISOString().slice(0, 10);
  return plainText(`${day}: ${words.join(' ')}`, maxTitleLength);
}

/** By which part something moved, for instance `+8.1 %`. */
export function partText(relative: number): string {
  const percent = 100 * relative;
  return `${percent > 0 ? '+' : ''}${percent.toFixed(Math.abs(percent) < 0.995 ? 2 : 1)} %`;
}
