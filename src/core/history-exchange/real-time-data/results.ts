/** What `result.tsv` of a night says: for each test and build, the numbers of its iterations, of which none is kept. */
import * as v from 'valibot';
import type { BuildRecord, Environment, PointSummary, RunRecord } from '../../model/bench.ts';
import { type ExchangedPoint, type ExchangedRun, exchangedRunSchema } from '../exchanged-run.ts';
import type { LeftOut } from '../import-report.ts';
import { parseBuildName } from './build-name.ts';
import { dataSource, type Night } from './night.ts';
import { byName, parseTable } from './table.ts';

const needed = ['Test name', 'Test iterations', 'PHP', 'PHP Commit hash', 'Min', 'Max', 'Median'];
/** `Average` was renamed to `Mean`. */
const kept = [
  ...needed,
  'Test warmup',
  'Test requests',
  'Std dev',
  'Average',
  'Mean',
  'Instruction count',
  'Memory usage',
];
/** Follow from the others. */
const derived = ['PHP Commit URL', 'Rel std dev %', 'Average diff %', 'Mean diff %', 'Median diff %'];

const decimal = /^\d{1,15}(\.\d{1,15})?$/;
const whole = /^\d{1,15}$/;
const commitForm = /^[0-9a-f]{7,64}$/;

/** Turns names into the identifiers of runs: the same names always into the same. */
export type Sha256 = (text: string) => string;

/**
 * The runs of a night; what cannot be understood goes to `leftOut`, and is never guessed at.
 * @param file for people
 */
export function readResults(
  text: string,
  night: Night,
  file: string,
  sha256: Sha256,
  leftOut: LeftOut,
): readonly ExchangedRun[] {
  const table = parseTable(text);
  const missing = needed.filter((column) => !table.columns.includes(column));
  if (missing.length > 0) {
    leftOut.add('file', `has no column ${missing.join(', ')}`, file);
    return [];
  }
  for (const column of table.columns.filter((name) => !kept.includes(name) && !derived.includes(name))) {
    leftOut.add('column', `"${column}" has no place in the history`, file);
  }
  const runs = new Map<string, ExchangedRun>();
  for (const row of table.rows) {
    const where = `${file}, line ${row.line}`;
    const run = readRow(byName(table, row), night, runs, sha256);
    if (typeof run === 'string') {
      leftOut.add('row', run, where);
    } else {
      runs.set(run.run.id, run);
    }
  }
  return [...runs.values()];
}

/** Why a run cannot be stored beside the others of its file, as the end of a sentence. */
function whyNot(
  { run, points }: ExchangedRun,
  others: ReadonlyMap<string, ExchangedRun>,
): string | undefined {
  if (others.has(run.id)) {
    return 'is of a test and build that the file has already';
  }
  const result = v.safeParse(exchangedRunSchema, { run, points }, { abortEarly: true });
  return result.success ? undefined : `has a value that ${result.issues[0].message}`;
}

/** @returns why the row cannot be understood instead of a run */
function readRow(
  values: ReadonlyMap<string, string> | undefined,
  night: Night,
  others: ReadonlyMap<string, ExchangedRun>,
  sha256: Sha256,
): ExchangedRun | string {
  if (values === undefined) {
    return 'has more or fewer values than the header has columns';
  }
  const value = (column: string) => values.get(column) ?? '';
  if (value('Test name') === '' || value('PHP') === '' || !commitForm.test(value('PHP Commit hash'))) {
    return 'does not name its test, its build and its commit';
  }
  const iterations = value('Test iterations');
  if (!whole.test(iterations) || Number(iterations) < 1) {
    return 'does not say how many iterations there were';
  }
  const time = timeOf(values, Number(iterations));
  if (time === undefined) {
    return 'has times that are no numbers, or not in the order of minimum, median and maximum';
  }
  const run = { run: runOf(values, night, Number(iterations), sha256), points: pointsOf(values, time) };
  return whyNot(run, others) ?? run;
}

function timeOf(values: ReadonlyMap<string, string>, sampleCount: number): PointSummary | undefined {
  const [minimum, median, maximum, mean, standardDeviation] = [
    milliseconds(values.get('Min')),
    milliseconds(values.get('Median')),
    milliseconds(values.get('Max')),
    milliseconds(values.get('Mean') ?? values.get('Average')),
    milliseconds(values.get('Std dev')),
  ];
  const known = minimum !== undefined && median !== undefined && maximum !== undefined;
  return known && minimum <= median && median <= maximum
    ? { sampleCount, median, minimum, maximum, mean, standardDeviation }
    : undefined;
}

/** Seconds as milliseconds, without a rounding in between. */
function milliseconds(seconds: string | undefined): number | undefined {
  return seconds !== undefined && decimal.test(seconds) ? Number(`${seconds}e3`) : undefined;
}

/** The time, and the memory and instructions where they were measured. */
function pointsOf(values: ReadonlyMap<string, string>, time: PointSummary): ExchangedRun['points'] {
  const memory = values.get('Memory usage') ?? '';
  const instructions = values.get('Instruction count') ?? '';
  const points: ExchangedPoint[] = [{ benchmark: 'Total', metric: 'time', unit: 'ms', summary: time }];
  if (decimal.test(memory) && Number(memory) > 0) {
    const summary = single(Number(`${memory}e6`));
    points.push({ benchmark: 'Total', metric: 'memory', unit: 'bytes', summary });
  }
  // 0 stands for not measured.
  if (whole.test(instructions) && Number(instructions) > 0) {
    const summary = single(Number(instructions));
    points.push({ benchmark: 'Total', metric: 'instructions', unit: 'instructions', summary });
  }
  return points.map((point) => ({ ...point, samples: [] }));
}

function single(value: number): PointSummary {
  return { sampleCount: 1, median: value, minimum: value, maximum: value };
}

function runOf(
  values: ReadonlyMap<string, string>,
  night: Night,
  iterations: number,
  sha256: Sha256,
): RunRecord {
  const value = (column: string) => values.get(column) ?? '';
  const commit = value('PHP Commit hash');
  const { role, branch, variant } = parseBuildName(value('PHP'), commit);
  return {
    id: uuidOf(sha256(JSON.stringify([dataSource, night.uri, value('Test name'), value('PHP')]))),
    status: 'complete',
    remarks: [{ kind: 'imported', text: `${dataSource} ${night.uri}` }],
    machine: night.machine,
    suite: value('Test name'),
    variant,
    role,
    branch,
    build: buildOf(commit, night),
    startedAtMs: night.startedAtMs,
    plannedIterations: iterations,
    iterations,
    environment: environmentOf(values, night),
    image: '',
  };
}

function buildOf(commit: string, { platform }: Night): BuildRecord {
  return {
    key: `${dataSource}:${commit}`,
    phpVersion: '',
    sourceId: '',
    commit: { sha: commit, subject: '', author: '' },
    dirty: false,
    platform,
    configuration: '',
    toolchainKey: '',
    configureFlags: [],
  };
}

/** The night's, with what differs between its tests. */
function environmentOf(values: ReadonlyMap<string, string>, { environment }: Night): Environment {
  const warmups = values.get('Test warmup') ?? '';
  const requests = values.get('Test requests') ?? '';
  return {
    ...environment,
    warmups: whole.test(warmups) ? Number(warmups) : undefined,
    other: { ...environment.other, ...(requests === '' ? {} : { 'Test requests': requests }) },
  };
}

/** A UUID of version 8, whose content is up to whoever makes it (RFC 9562). */
function uuidOf(hash: string): string {
  const variant = '89ab'.charAt(Number.parseInt(hash.charAt(16), 16) % 4);
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`];
  return [...parts, `${variant}${hash.slice(17, 20)}`, hash.slice(20, 32)].join('-');
}
