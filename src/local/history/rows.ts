/** Checks on the way out of the database: another program may have written to it. */
import * as v from 'valibot';
import { errors } from '../../core/errors.ts';
import type { RunRow, SeriesRow } from '../../core/model/bench.ts';
import type { Platform } from '../../core/model/platform.ts';

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const platform = v.custom<Platform>((value) => typeof value === 'string' && value.startsWith('linux/'));

const runSchema = v.object({
  id: v.string(),
  status: v.picklist(['running', 'complete', 'incomplete', 'failed']),
  note: v.nullable(v.string()),
  suite: v.string(),
  variant: v.string(),
  phpVersion: v.string(),
  sha: v.nullable(v.string()),
  subject: v.nullable(v.string()),
  author: v.nullable(v.string()),
  committedAtMs: v.nullable(v.pipe(v.number(), v.safeInteger())),
  dirty: v.picklist([0, 1]),
  buildKey: v.string(),
  platform,
  configureFlags: v.pipe(v.string(), v.parseJson(), v.array(v.string())),
  machineId: v.string(),
  machineName: v.string(),
  startedAtMs: count,
  finishedAtMs: v.nullable(count),
  iterations: count,
});

const seriesSchema = v.object({
  id: count,
  suite: v.string(),
  benchmark: v.string(),
  metric: v.string(),
  unit: v.picklist(['ms', 'bytes', 'instructions']),
  variant: v.string(),
  machineId: v.string(),
  machineName: v.string(),
  platform,
  runCount: count,
});

const knownRunSchema = v.object({
  id: count,
  status: v.picklist(['running', 'complete', 'incomplete', 'failed']),
  machineId: count,
  suite: v.string(),
  variant: v.string(),
  platform: v.string(),
});

/** What a run's samples and end need to know of it. */
export type KnownRun = v.InferOutput<typeof knownRunSchema>;

/** One run of a series, without its values. */
export interface PointRow {
  readonly run: number;
  readonly uuid: string;
  readonly startedAtMs: number;
  readonly dirty: 0 | 1;
  readonly sha: string | null;
  readonly subject: string | null;
  readonly phpVersion: string;
}

function parse<S extends v.GenericSchema>(schema: S, row: unknown, path: string): v.InferOutput<S> {
  const result = v.safeParse(schema, row);
  if (!result.success) {
    const issue = result.issues[0];
    throw errors.historyUnreadable(path, new Error(`${v.getDotPath(issue) ?? 'a row'}: ${issue.message}`));
  }
  return result.output;
}

/** @throws `history-unreadable` */
export function toRunRow(row: unknown, path: string): RunRow {
  const { note, sha, subject, author, committedAtMs, dirty, finishedAtMs, ...same } = parse(
    runSchema,
    row,
    path,
  );
  return {
    ...same,
    note: note ?? undefined,
    commit:
      sha === null
        ? undefined
        : { sha, subject: subject ?? '', author: author ?? '', committedAtMs: committedAtMs ?? 0 },
    dirty: dirty === 1,
    finishedAtMs: finishedAtMs ?? undefined,
  };
}

/** @throws `history-unreadable` */
export function toSeriesRow(row: unknown, path: string): SeriesRow {
  return parse(seriesSchema, row, path);
}

/** @throws `history-unreadable` */
export function toKnownRun(row: unknown, path: string): KnownRun {
  return parse(knownRunSchema, row, path);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/**
 * Written out by hand: a series has thousands of these, and a schema would take longer than the query.
 * @throws `history-unreadable`
 */
export function toPointRow(row: Record<string, unknown>, path: string): PointRow {
  const { run, uuid, startedAtMs, dirty, sha, subject, phpVersion } = row;
  if (
    isCount(run) &&
    isText(uuid) &&
    isCount(startedAtMs) &&
    (dirty === 0 || dirty === 1) &&
    (sha === null || isText(sha)) &&
    (subject === null || isText(subject)) &&
    isText(phpVersion)
  ) {
    return { run, uuid, startedAtMs, dirty, sha, subject, phpVersion };
  }
  throw errors.historyUnreadable(path, new Error(`run ${run} of a series is not as it was written`));
}

/**
 * Adds a sample to its run's values.
 * @throws `history-unreadable`
 */
export function collectValue(
  values: Map<number, number[]>,
  row: Record<string, unknown>,
  path: string,
): void {
  const { run, value } = row;
  if (typeof run !== 'number' || typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
    throw errors.historyUnreadable(path, new Error(`a sample of run ${run} is ${value}`));
  }
  const known = values.get(run);
  if (known === undefined) {
    values.set(run, [value]);
  } else {
    known.push(value);
  }
}
