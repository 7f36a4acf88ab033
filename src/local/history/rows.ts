/** Checks on the way out of the database: another program may have written to it. */
import * as v from 'valibot';
import { remarkSchema, runRecordSchema, seriesRowSchema } from '../../core/history-exchange/run-schema.ts';
import type { RunRecord, SeriesRow } from '../../core/model/bench.ts';
import { parseRow } from './parse-row.ts';

const json = v.pipe(v.string(), v.parseJson());
const flag = v.pipe(
  v.picklist([0, 1]),
  v.transform((value) => value === 1),
);

const knownRunSchema = v.object({
  id: v.number(),
  status: v.picklist(['running', 'complete', 'incomplete', 'failed']),
  setupId: v.number(),
  remarks: v.pipe(json, v.array(remarkSchema)),
});

/** What a run's samples, remarks and end need to know of it. */
export type KnownRun = v.InferOutput<typeof knownRunSchema>;

/** @throws `history-unreadable` */
export function toKnownRun(row: unknown, path: string): KnownRun {
  return parseRow(knownRunSchema, row, path);
}

/** Columns of a setup and its machine, in statements where these are `s` and `m`. */
export const setupColumns = `m.identity AS machineId, m.name AS machineName, s.platform, s.configuration, s.suite,
  s.variant_name AS variantName, s.variant_ini AS variantIni, s.role, s.branch`;

const setupColumnsSchema = v.looseObject({ variantIni: json });

/** Columns of a run and what it refers to, in a statement over {@link runTables}. */
export const runColumns = `r.uuid, r.status, r.note, r.remarks, r.dirty, r.image, r.started_at_ms AS startedAtMs,
  r.finished_at_ms AS finishedAtMs, r.planned_iterations AS plannedIterations, r.load_before AS loadBefore,
  r.load_after AS loadAfter, e.content AS environment, ${setupColumns}, b.key, b.php_version AS phpVersion,
  b.source_id AS sourceId, b.toolchain_key AS toolchainKey, b.configure_flags AS configureFlags,
  c.sha, c.subject, c.author, c.committed_at_ms AS committedAtMs,
  coalesce(r.iteration_count, (SELECT count(*) FROM iterations i WHERE i.run_id = r.id)) AS iterations`;

export const runTables = `runs r JOIN setups s ON s.id = r.setup_id JOIN machines m ON m.id = s.machine_id
  JOIN builds b ON b.id = r.build_id JOIN environments e ON e.id = r.environment_id
  LEFT JOIN commits c ON c.sha = r.commit_sha`;

const runColumnsSchema = v.looseObject({
  remarks: json,
  environment: json,
  variantIni: json,
  configureFlags: json,
  dirty: flag,
});

/** @throws `history-unreadable` */
export function toRunRecord(row: unknown, path: string): RunRecord {
  const run = parseRow(runColumnsSchema, row, path);
  const record = {
    id: run.uuid,
    status: run.status,
    note: run.note ?? undefined,
    remarks: run.remarks,
    ...toSetup(run),
    build: {
      key: run.key,
      phpVersion: run.phpVersion,
      sourceId: run.sourceId,
      commit: toCommit(run),
      dirty: run.dirty,
      platform: run.platform,
      configuration: run.configuration,
      toolchainKey: run.toolchainKey,
      configureFlags: run.configureFlags,
    },
    environment: run.environment,
    image: run.image,
    startedAtMs: run.startedAtMs,
    finishedAtMs: run.finishedAtMs ?? undefined,
    plannedIterations: run.plannedIterations,
    iterations: run.iterations,
    loadBefore: run.loadBefore ?? undefined,
    loadAfter: run.loadAfter ?? undefined,
  };
  return parseRow(runRecordSchema, record, path);
}

type Row = Readonly<Record<string, unknown>>;

function toSetup({ machineId, machineName, suite, variantName, variantIni, role, branch }: Row) {
  return {
    machine: { id: machineId, name: machineName },
    suite,
    variant: { name: variantName, ini: variantIni },
    role,
    branch,
  };
}

function toCommit({ sha, subject, author, committedAtMs }: Row) {
  return sha === null ? undefined : { sha, subject, author, committedAtMs: committedAtMs ?? undefined };
}

/** @throws `history-unreadable` */
export function toSeriesRow(row: unknown, path: string): SeriesRow {
  const series = parseRow(setupColumnsSchema, row, path);
  const { id, platform, configuration, benchmark, metric, unit, runCount } = series;
  const record = { id, ...toSetup(series), platform, configuration, benchmark, metric, unit, runCount };
  return parseRow(seriesRowSchema, record, path);
}
