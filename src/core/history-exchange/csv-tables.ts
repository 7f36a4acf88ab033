/**
 * A history as three tables: runs, their points, and the points' samples. Each row is of one kind and every column
 * has its meaning in each row, which one table with everything could not offer.
 */
import * as v from 'valibot';
import type { RunRecord } from '../model/bench.ts';
import { checkImported } from './check-imported.ts';
import { numberCell, type Row, timeCell } from './csv-cells.ts';
import {
  type ExchangedPoint,
  type ExchangedSample,
  endedRunSchema,
  exchangedPointEntries,
  type PointName,
  pointNameEntries,
} from './exchanged-run.ts';
import { iterationSchema, valueSchema } from './run-schema.ts';

/** The files of the tables, in the order in which they are read. */
export const csvFiles = { runs: 'runs.csv', points: 'points.csv', samples: 'samples.csv' } as const;

const nameColumns = ['run', 'benchmark', 'metric', 'unit'];

/** The columns of the tables, in the order in which they are written; they may be read in any. */
export const csvColumns = {
  runs: [
    ...['run', 'status', 'note', 'started_at', 'finished_at', 'machine', 'machine_name', 'platform'],
    ...['configuration', 'suite', 'variant', 'ini', 'role', 'branch', 'php_version', 'commit', 'subject'],
    ...['author', 'committed_at', 'dirty', 'source_id', 'build_key', 'toolchain_key', 'configure_flags'],
    ...['image', 'planned_iterations', 'iterations', 'load_before', 'load_after', 'remarks', 'environment'],
  ],
  points: [
    ...nameColumns,
    ...['sample_count', 'median', 'minimum', 'maximum', 'mean', 'standard_deviation', 'lower_quartile'],
    ...['upper_quartile', 'excluded_because', 'excluded_at'],
  ],
  samples: [...nameColumns, 'iteration', 'value'],
} as const;

/** The cells of a run, in the order of its columns. */
export function runCells(run: RunRecord): readonly string[] {
  const { build, machine, variant } = run;
  const { commit } = build;
  return [
    ...[run.id, run.status, run.note ?? '', timeCell(run.startedAtMs), timeCell(run.finishedAtMs)],
    ...[machine.id, machine.name, build.platform, build.configuration, run.suite, variant.name],
    ...[JSON.stringify(variant.ini), run.role, run.branch, build.phpVersion, commit?.sha ?? ''],
    ...[commit?.subject ?? '', commit?.author ?? '', timeCell(commit?.committedAtMs), String(build.dirty)],
    ...[build.sourceId, build.key, build.toolchainKey, JSON.stringify(build.configureFlags), run.image],
    ...[numberCell(run.plannedIterations), numberCell(run.iterations), numberCell(run.loadBefore)],
    ...[numberCell(run.loadAfter), JSON.stringify(run.remarks), JSON.stringify(run.environment)],
  ];
}

/** @throws `import-refused` */
export function parseRunRow(row: Row): RunRecord {
  const sha = row.text('commit');
  const commit = {
    sha,
    subject: row.text('subject'),
    author: row.text('author'),
    committedAtMs: row.time('committed_at'),
  };
  const record = {
    id: row.text('run'),
    status: row.text('status'),
    note: row.text('note') || undefined,
    remarks: row.json('remarks'),
    machine: { id: row.text('machine'), name: row.text('machine_name') },
    suite: row.text('suite'),
    variant: { name: row.text('variant'), ini: row.json('ini') },
    role: row.text('role'),
    branch: row.text('branch'),
    build: {
      key: row.text('build_key'),
      phpVersion: row.text('php_version'),
      sourceId: row.text('source_id'),
      commit: sha === '' ? undefined : commit,
      dirty: row.truth('dirty'),
      platform: row.text('platform'),
      configuration: row.text('configuration'),
      toolchainKey: row.text('toolchain_key'),
      configureFlags: row.json('configure_flags'),
    },
    startedAtMs: row.time('started_at'),
    finishedAtMs: row.time('finished_at'),
    plannedIterations: row.number('planned_iterations'),
    iterations: row.number('iterations'),
    environment: row.json('environment'),
    image: row.text('image'),
    loadBefore: row.number('load_before'),
    loadAfter: row.number('load_after'),
  };
  return checkImported(endedRunSchema, record, row.where);
}

/** The cells of a point, in the order of its columns. */
export function pointCells(
  runId: string,
  { benchmark, metric, unit, summary, exclusion }: ExchangedPoint,
): readonly string[] {
  return [
    ...[runId, benchmark, metric, unit, numberCell(summary.sampleCount), numberCell(summary.median)],
    ...[numberCell(summary.minimum), numberCell(summary.maximum), numberCell(summary.mean)],
    ...[numberCell(summary.standardDeviation), numberCell(summary.lowerQuartile)],
    ...[numberCell(summary.upperQuartile), exclusion?.reason ?? '', timeCell(exclusion?.atMs)],
  ];
}

const pointSchema = v.strictObject(exchangedPointEntries);

/** @throws `import-refused` */
export function parsePointRow(row: Row): ExchangedPoint {
  const reason = row.text('excluded_because');
  const point = {
    ...nameOf(row),
    summary: {
      sampleCount: row.number('sample_count'),
      median: row.number('median'),
      minimum: row.number('minimum'),
      maximum: row.number('maximum'),
      mean: row.number('mean'),
      standardDeviation: row.number('standard_deviation'),
      lowerQuartile: row.number('lower_quartile'),
      upperQuartile: row.number('upper_quartile'),
    },
    exclusion: reason === '' ? undefined : { reason, atMs: row.time('excluded_at') },
  };
  return checkImported(pointSchema, point, row.where);
}

/** The cells of a sample, in the order of its columns. */
export function sampleCells(
  runId: string,
  { benchmark, metric, unit }: PointName,
  [iteration, value]: ExchangedSample,
): readonly string[] {
  return [runId, benchmark, metric, unit, numberCell(iteration), numberCell(value)];
}

const sampleSchema = v.strictObject({
  ...pointNameEntries,
  iteration: iterationSchema,
  value: valueSchema,
});

/** @throws `import-refused` */
export function parseSampleRow(row: Row): v.InferOutput<typeof sampleSchema> {
  const sample = { ...nameOf(row), iteration: row.number('iteration'), value: row.number('value') };
  return checkImported(sampleSchema, sample, row.where);
}

function nameOf(row: Row) {
  return { benchmark: row.text('benchmark'), metric: row.text('metric'), unit: row.text('unit') };
}
