/** Series of a history that is not there. */
import type { SeriesReader } from '../../src/core/change/companions-of.ts';
import type { SeriesColumns, SeriesRow } from '../../src/core/model/bench.ts';

const dayMs = 86_400_000;
const firstNightMs = Date.UTC(2026, 0, 1, 2);

/** When the run of a night started. */
export function nightMs(index: number): number {
  return firstNightMs + index * dayMs;
}

/** The commit of a night. */
export function commitOf(index: number): string {
  return (0xabc0000 + index).toString(16).padStart(8, 'f').repeat(5);
}

/** A nightly series of `master`. */
export function seriesRow(id: number, more: Partial<SeriesRow> = {}): SeriesRow {
  return {
    id,
    machine: { id: 'machine-1', name: 'box' },
    platform: 'linux/amd64',
    configuration: 'usual',
    suite: 'Zend/bench.php',
    variant: { name: 'default', ini: {} },
    role: 'subject',
    branch: 'master',
    benchmark: 'Total',
    metric: 'time',
    unit: 'ms',
    runCount: 1,
    ...more,
  };
}

/** A run each night, with a commit of its own. */
export function seriesColumns(
  values: readonly number[],
  more: Partial<SeriesColumns> = {},
  name = 'run',
): SeriesColumns {
  const each = <T>(of: (index: number) => T) => values.map((_, index) => of(index));
  return {
    runIds: each((index) => `${name}-${index}`),
    runNumbers: each((index) => index + 1),
    timesMs: each(nightMs),
    medians: values,
    minima: values,
    maxima: values,
    sampleCounts: each(() => 5),
    commits: each(commitOf),
    subjects: each((index) => `Change ${index}`),
    authors: each(() => 'Somebody'),
    phpVersions: each(() => '8.5.0-dev'),
    dirty: each(() => false),
    environments: each(() => 1),
    excluded: each(() => ''),
    ...more,
  };
}

/** A history with these series, the number of whose runs follows from their columns. */
export function seriesReader(series: readonly (readonly [SeriesRow, SeriesColumns])[]): SeriesReader {
  return {
    listSeries: () => series.map(([row, { runIds }]) => ({ ...row, runCount: runIds.length })),
    readSeries: (id) => series.find(([row]) => row.id === id)?.[1] ?? seriesColumns([]),
  };
}
