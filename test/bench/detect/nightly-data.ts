/**
 * Reads series from a folder of nightly results in the format of php/real-time-benchmark-data: one folder a night in
 * one a year, with `environment.tsv` (the machine) and `result.tsv` (one row a benchmark and build).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Measured } from './rule.ts';

/** A build on one benchmark and machine. */
export interface NightlySeries {
  readonly name: string;
  readonly measured: Measured;
}

export interface NightlyData {
  readonly series: readonly NightlySeries[];
  /** The part of them with known instructions; at least 100 nights each. */
  readonly withInstructions: readonly NightlySeries[];
  readonly nights: number;
  /** Rows whose number of values differs from their header's; they are left out. */
  readonly malformedRows: number;
}

interface Table {
  readonly rows: readonly ReadonlyMap<string, string>[];
  readonly malformed: number;
}

const master = 'PHP - master';
const builds = [master, 'PHP - master (JIT)'];
const previous = 'PHP - previous master';
const control = 'PHP - baseline@';
/** A shorter series has no room for steps. */
const leastNights = 100;

/** A build in one night. */
interface Point {
  readonly commit: string;
  readonly subject: number;
  readonly control: number;
  readonly instructions: number | undefined;
  /** The build of the night before, measured again. */
  readonly previous: { readonly commit: string; readonly median: number } | undefined;
}

/**
 * @param folder the one with a folder for each year.
 * @returns the medians of `master` and `master (JIT)` and of the control, for each benchmark and machine with at least
 *   100 nights; of `master` also those of the commit before.
 */
export function readNightlyData(folder: string): NightlyData {
  const points = new Map<string, Point[]>();
  let malformedRows = 0;
  const nights = nightFolders(folder);
  for (const night of nights) {
    const machine = readTable(join(night, 'environment.tsv')).rows[0]?.get('ID') ?? 'unknown machine';
    const results = readTable(join(night, 'result.tsv'));
    malformedRows += results.malformed;
    for (const [name, point] of pointsOf(results.rows)) {
      const key = `${name}, ${machine}`;
      points.set(key, [...(points.get(key) ?? []), point]);
    }
  }
  const known = [...points].map(([name, all]) => [name, all.filter(hasInstructions)] as const);
  return {
    series: seriesOf([...points]),
    withInstructions: seriesOf(known),
    nights: nights.length,
    malformedRows,
  };
}

function hasInstructions({ instructions }: Point): boolean {
  return instructions !== undefined;
}

function seriesOf(series: readonly (readonly [string, readonly Point[]])[]): readonly NightlySeries[] {
  return series
    .filter(([, points]) => points.length >= leastNights)
    .map(([name, points]) => ({ name, measured: measuredOf(points) }));
}

function measuredOf(points: readonly Point[]): Measured {
  const instructions = points.map((point) => point.instructions).filter((count) => count !== undefined);
  const remeasured = points.map(({ previous: again }, index) =>
    again !== undefined && isSameCommit(again.commit, points[index - 1]?.commit ?? '') ? again.median : null,
  );
  return {
    subject: points.map(({ subject }) => subject),
    control: points.map((point) => point.control),
    ...(remeasured.some((value) => value !== null) ? { remeasured } : {}),
    ...(instructions.length === points.length ? { instructions } : {}),
  };
}

/** They are abbreviated differently over the years. */
function isSameCommit(one: string, other: string): boolean {
  return one !== '' && other !== '' && (one.startsWith(other) || other.startsWith(one));
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

function pointsOf(rows: Table['rows']): readonly (readonly [string, Point])[] {
  return rows.flatMap((row) => {
    const benchmark = row.get('Test name') ?? '';
    const build = row.get('PHP') ?? '';
    const beside = (name: string) =>
      rows.find((other) => other.get('Test name') === benchmark && other.get('PHP')?.startsWith(name));
    const [subject, ofControl] = [positive(row, 'Median'), positive(beside(control), 'Median')];
    if (!builds.includes(build) || subject === undefined || ofControl === undefined) {
      return [];
    }
    const again = build === master ? beside(previous) : undefined;
    const median = positive(again, 'Median');
    const point = {
      commit: commitOf(row),
      subject,
      control: ofControl,
      instructions: positive(row, 'Instruction count'),
      previous: again && median !== undefined ? { commit: commitOf(again), median } : undefined,
    };
    return [[`${benchmark}, ${build}`, point] as const];
  });
}

function commitOf(row: Table['rows'][number]): string {
  return row.get('PHP Commit hash') ?? '';
}

function positive(row: Table['rows'][number] | undefined, column: string): number | undefined {
  const value = Number(row?.get(column));
  return Number.isFinite(value) && value > 0 ? value : undefined;
}
