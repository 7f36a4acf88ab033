/** What a chart shows as the rows of a table: one for each run that is shown, oldest first. */
import type { SeriesChart } from './chart.ts';

export const chartColumns = [
  ...[
    'series',
    'unit',
    'run',
    'measured_at',
    'php_version',
    'commit',
    'subject',
    'dirty',
    'median',
    'minimum',
  ],
  ...['maximum', 'samples', 'average_of_5', 'level', 'change', 'spike', 'excluded_because'],
] as const;

/** The cells in the order of {@link chartColumns}; what is not there is empty. `change` and `spike` are parts of 1. */
export function chartCells(chart: SeriesChart): readonly (readonly string[])[] {
  const { series, found } = chart;
  const changes = new Map(found.changes.map(({ firstAfter, relative }) => [firstAfter, relative]));
  const spikes = new Map(found.spikes.map(({ index, relative }) => [index, relative]));
  const levelAt = (index: number) =>
    found.stretches.findLast(({ first, last }) => first <= index && index <= last)?.level;
  return chart.shown.map((index) => [
    ...[chart.title, chart.unit, series.runIds[index] ?? ''],
    new Date(series.timesMs[index] ?? 0).toISOString(),
    ...[series.phpVersions[index] ?? '', series.commits[index] ?? '', series.subjects[index] ?? ''],
    String(series.dirty[index] === true),
    ...[series.medians[index], series.minima[index], series.maxima[index], series.sampleCounts[index]].map(
      number,
    ),
    ...[chart.average[index], levelAt(index), changes.get(index), spikes.get(index)].map(number),
    series.excluded[index] ?? '',
  ]);
}

function number(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : String(value);
}
