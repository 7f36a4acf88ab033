/**
 * Reads series from a folder of nightly results in the format of php/real-time-benchmark-data: one folder a night in
 * one a year, with `environment.tsv` (the machine) and `result.tsv` (one row a benchmark and build).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A build divided by the control of the same night, one value a night. */
export interface RatioSeries {
  readonly name: string;
  readonly values: readonly number[];
}

export interface NightlyData {
  readonly series: readonly RatioSeries[];
  readonly nights: number;
  /** Rows whose number of values differs from their header's; they are left out. */
  readonly malformedRows: number;
}

interface Table {
  readonly rows: readonly ReadonlyMap<string, string>[];
  readonly malformed: number;
}

const builds = ['PHP - master', 'PHP - master (JIT)'];
const control = 'PHP - baseline@';
/** A shorter series has no room for steps. */
const leastNights = 100;

/**
 * @param folder the one with a folder for each year.
 * @returns the medians of `master` and `master (JIT)` as master / control, for each benchmark and machine with at
 *   least 100 nights.
 */
export function readNightlyData(folder: string): NightlyData {
  const series = new Map<string, number[]>();
  let malformedRows = 0;
  const nights = nightFolders(folder);
  for (const night of nights) {
    const machine = readTable(join(night, 'environment.tsv')).rows[0]?.get('ID') ?? 'unknown machine';
    const results = readTable(join(night, 'result.tsv'));
    malformedRows += results.malformed;
    for (const [name, value] of ratios(results.rows)) {
      const key = `${name}, ${machine}`;
      series.set(key, [...(series.get(key) ?? []), value]);
    }
  }
  return {
    series: [...series]
      .map(([name, values]) => ({ name, values }))
      .filter(({ values }) => values.length >= leastNights),
    nights: nights.length,
    malformedRows,
  };
}

function nightFolders(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((year) => /^\d{4}$/.test(year))
    .flatMap((year) => readdirSync(join(folder, year)).map((night) => join(folder, year, night)))
    .filter((night) => existsSync(join(night, 'result.tsv')))
    .sort();
}

function readTable(file: string): Table {
  const [header = [], ...rows] = readFileSync(file, 'utf8')
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split('\t'));
  const whole = rows.filter((row) => row.length === header.length);
  return {
    rows: whole.map((row) => new Map(header.map((name, column) => [name, row[column] ?? '']))),
    malformed: rows.length - whole.length,
  };
}

function ratios(rows: Table['rows']): readonly (readonly [string, number])[] {
  return rows.flatMap((row) => {
    const benchmark = row.get('Test name') ?? '';
    const build = row.get('PHP') ?? '';
    const ofControl = rows.find(
      (other) => other.get('Test name') === benchmark && other.get('PHP')?.startsWith(control),
    );
    const ratio = Number(row.get('Median')) / Number(ofControl?.get('Median'));
    return builds.includes(build) && Number.isFinite(ratio) && ratio > 0
      ? [[`${benchmark}, ${build}`, ratio] as const]
      : [];
  });
}
