/** Takes the series and samples of version 1 over, and makes the points of runs that have ended. */
import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import { parseRow } from '../../parse-row.ts';
import { pointsOf, summaryValues } from '../../points.ts';

const movedRow = v.object({ seriesId: v.number(), setupId: v.number() });

/**
 * A series of version 1 may have held several configurations, which are series of their own now; that of the newest
 * run keeps the number.
 */
export function moveSeries(database: DatabaseSync, path: string): void {
  const rows = database
    .prepare(
      `SELECT o.series_id AS seriesId, r.setup_id AS setupId
       FROM (SELECT DISTINCT series_id, run_id FROM old_samples) o JOIN runs r ON r.id = o.run_id
       GROUP BY o.series_id, r.setup_id
       ORDER BY o.series_id, max(r.started_at_ms) DESC`,
    )
    .all();
  const addSeries = database.prepare(
    `INSERT INTO series (id, setup_id, benchmark, metric, unit)
     SELECT ?, ?, benchmark, metric, unit FROM old_series WHERE id = ? RETURNING id`,
  );
  const addSamples = database.prepare(
    `INSERT INTO samples SELECT ?, run_id, iteration, value FROM old_samples
     WHERE series_id = ? AND run_id IN (SELECT id FROM runs WHERE setup_id = ?)`,
  );
  // New numbers begin above all old ones, whichever of these are still to come.
  const last = database.prepare('SELECT coalesce(max(id), 0) AS id FROM old_series').get();
  let next = parseRow(v.object({ id: v.number() }), last, path).id + 1;
  const taken = new Set<number>();
  for (const row of rows) {
    const { seriesId, setupId } = parseRow(movedRow, row, path);
    const id = taken.has(seriesId) ? next++ : seriesId;
    taken.add(seriesId);
    addSeries.run(id, setupId, seriesId);
    addSamples.run(id, seriesId, setupId);
  }
}

/** The points of all runs that have ended, and how many of them each series shows. */
export function makePoints(database: DatabaseSync, path: string): void {
  const samples = database
    .prepare(
      `SELECT s.series_id AS seriesId, s.run_id AS runId, s.value FROM samples s JOIN runs r ON r.id = s.run_id
       WHERE r.status <> 'running' ORDER BY s.series_id, s.run_id`,
    )
    .iterate();
  const add = database.prepare(
    `INSERT INTO points (series_id, run_id, sample_count, median, minimum, maximum, mean, standard_deviation,
       lower_quartile, upper_quartile) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { seriesId, runId, summary } of pointsOf(samples, path)) {
    add.run(seriesId, runId, ...summaryValues(summary));
  }
  database.exec(
    `UPDATE series SET run_count = (SELECT count(*) FROM points p JOIN runs r ON r.id = p.run_id
       WHERE p.series_id = series.id AND r.status IN ('complete', 'incomplete'))`,
  );
}
