/** Reads rows and series. */
import type { DatabaseSync } from 'node:sqlite';
import type { RunRow, SeriesColumns, SeriesRow } from '../../core/model/bench.ts';
import { collectValue, type PointRow, toPointRow, toRunRow, toSeriesRow } from './rows.ts';

const longestList = 100_000;

/** The newest runs first, whatever became of them. */
export function listRuns(database: DatabaseSync, path: string, limit: number): readonly RunRow[] {
  const rows = database
    .prepare(
      `SELECT r.uuid AS id, r.status, r.note, r.suite, r.variant, b.php_version AS phpVersion,
         c.sha, c.subject, c.author, c.committed_at_ms AS committedAtMs, r.dirty, b.key AS buildKey, b.platform,
         b.configure_flags AS configureFlags, m.identity AS machineId, m.name AS machineName, r.started_at_ms AS startedAtMs, r.finished_at_ms AS finishedAtMs,
         (SELECT count(*) FROM iterations i WHERE i.run_id = r.id) AS iterations
       FROM runs r
       JOIN builds b ON b.id = r.build_id
       JOIN machines m ON m.id = r.machine_id
       LEFT JOIN commits c ON c.sha = r.commit_sha
       ORDER BY r.started_at_ms DESC, r.id DESC
       LIMIT ?`,
    )
    .all(Math.min(longestList, Math.max(0, Math.trunc(limit))));
  return rows.map((row) => toRunRow(row, path));
}

/** Series that have something to show, by suite, benchmark and metric. */
export function listSeries(database: DatabaseSync, path: string): readonly SeriesRow[] {
  const rows = database
    .prepare(
      `SELECT s.id, s.suite, s.benchmark, s.metric, s.unit, s.variant, m.identity AS machineId,
         m.name AS machineName, s.platform, s.run_count AS runCount
       FROM series s
       JOIN machines m ON m.id = s.machine_id
       WHERE s.run_count > 0
       ORDER BY s.suite, s.variant, s.benchmark, s.metric, s.id`,
    )
    .all();
  return rows.map((row) => toSeriesRow(row, path));
}

function readValues(database: DatabaseSync, path: string, seriesId: number): Map<number, number[]> {
  const values = new Map<number, number[]>();
  const rows = database.prepare('SELECT run_id AS run, value FROM samples WHERE series_id = ?').all(seriesId);
  for (const row of rows) {
    collectValue(values, row, path);
  }
  return values;
}

function readPoints(database: DatabaseSync, path: string, seriesId: number): PointRow[] {
  const rows = database
    .prepare(
      `SELECT r.id AS run, r.uuid, r.started_at_ms AS startedAtMs, r.dirty, c.sha, c.subject,
         b.php_version AS phpVersion
       FROM (SELECT DISTINCT run_id FROM samples WHERE series_id = ?) p
       JOIN runs r ON r.id = p.run_id
       JOIN builds b ON b.id = r.build_id
       LEFT JOIN commits c ON c.sha = r.commit_sha
       WHERE r.status IN ('complete', 'incomplete')
       ORDER BY r.started_at_ms, r.id`,
    )
    .all(seriesId);
  return rows.map((row) => toPointRow(row, path));
}

/** The exact middle of sorted numbers: of an even count, the mean of the two in the middle. */
function middleOf(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * A series over its runs, oldest first. Runs that ended, complete or not, are shown with the samples they have;
 * failed ones are not, nor is one that still runs or whose program died.
 * An unknown series is an empty one.
 */
export function readSeries(database: DatabaseSync, path: string, seriesId: number): SeriesColumns {
  const values = readValues(database, path, seriesId);
  const points = readPoints(database, path, seriesId).filter((point) => values.has(point.run));
  const sorted = points.map((point) => Float64Array.from(values.get(point.run) ?? []).sort());
  return {
    runIds: points.map((point) => point.uuid),
    timesMs: points.map((point) => point.startedAtMs),
    medians: sorted.map(middleOf),
    minima: sorted.map((list) => list[0] ?? Number.NaN),
    maxima: sorted.map((list) => list[list.length - 1] ?? Number.NaN),
    sampleCounts: sorted.map((list) => list.length),
    commits: points.map((point) => point.sha ?? ''),
    subjects: points.map((point) => point.subject ?? ''),
    phpVersions: points.map((point) => point.phpVersion),
    dirty: points.map((point) => point.dirty === 1),
  };
}
