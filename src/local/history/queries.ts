/** Reads rows and series. */
import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import type { RunDetails, RunRecord, SeriesColumns, SeriesRow } from '../../core/model/bench.ts';
import { StoredRuns } from './exchange/stored-runs.ts';
import { parseRow } from './parse-row.ts';
import { runColumns, runTables, setupColumns, toRunRecord, toSeriesRow } from './rows.ts';
import { pointColumns, toColumns } from './series-columns.ts';

const longestList = 100_000;

const lastUseRow = v.object({ key: v.string(), usedAtMs: v.number() });

/** The newest runs first, whatever became of them. */
export function listRuns(database: DatabaseSync, path: string, limit: number): readonly RunRecord[] {
  const rows = database
    .prepare(`SELECT ${runColumns} FROM ${runTables} ORDER BY r.started_at_ms DESC, r.id DESC LIMIT ?`)
    .all(Math.min(longestList, Math.max(0, Math.trunc(limit))));
  return rows.map((row) => toRunRecord(row, path));
}

/** A run with its numbers, of one moment if the caller has begun a transaction; `undefined` if there is none. */
export function readRun(database: DatabaseSync, path: string, runId: string): RunDetails | undefined {
  const stored = new StoredRuns(database, path);
  const key = stored.find(runId);
  if (key === undefined) {
    return undefined;
  }
  const samples = stored.samples(key);
  return {
    run: stored.run(key),
    points: stored.points(key).map((point) => ({ ...point, samples: samples.get(point.seriesId) ?? [] })),
  };
}

/** When each build was last measured, by its key; a run without an end counts from its start. */
export function lastUses(database: DatabaseSync, path: string): ReadonlyMap<string, number> {
  const rows = database
    .prepare(
      `SELECT b.key, MAX(COALESCE(r.finished_at_ms, r.started_at_ms)) AS usedAtMs
       FROM runs r
       JOIN builds b ON b.id = r.build_id
       GROUP BY b.key`,
    )
    .all();
  return new Map(
    rows.map((row) => {
      const { key, usedAtMs } = parseRow(lastUseRow, row, path);
      return [key, usedAtMs];
    }),
  );
}

/** Series that have something to show, by suite, benchmark and metric. */
export function listSeries(database: DatabaseSync, path: string): readonly SeriesRow[] {
  const rows = database
    .prepare(
      `SELECT x.id, x.benchmark, x.metric, x.unit, x.run_count AS runCount, ${setupColumns}
       FROM series x
       JOIN setups s ON s.id = x.setup_id
       JOIN machines m ON m.id = s.machine_id
       WHERE x.run_count > 0
       ORDER BY s.suite, s.variant_name, x.benchmark, x.metric, x.id`,
    )
    .all();
  return rows.map((row) => toSeriesRow(row, path));
}

/**
 * A series over its runs, oldest first. Runs that ended, complete or not, are shown with the samples they have;
 * failed ones are not, nor is one that still runs or whose program died.
 * An unknown series is an empty one.
 */
export function readSeries(database: DatabaseSync, path: string, seriesId: number): SeriesColumns {
  const rows = database
    .prepare(
      `SELECT ${pointColumns}
       FROM points p
       JOIN runs r ON r.id = p.run_id
       JOIN builds b ON b.id = r.build_id
       LEFT JOIN commits c ON c.sha = r.commit_sha
       WHERE p.series_id = ? AND r.status IN ('complete', 'incomplete')
       ORDER BY r.started_at_ms, r.id`,
    )
    .all(seriesId);
  return toColumns(rows, path);
}
