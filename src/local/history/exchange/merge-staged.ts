/** Stores what was staged and is not there yet, as the content of one transaction, all of it or nothing. */
import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import type { ImportCounts } from '../../../core/history-exchange/import-report.ts';
import { runRecordSchema } from '../../../core/history-exchange/run-schema.ts';
import { parseRow } from '../parse-row.ts';
import { summaryColumns } from '../points.ts';
import { RunStore } from '../store-run.ts';

const stagedRow = v.object({ id: v.number(), record: v.pipe(v.string(), v.parseJson(), runRecordSchema) });

/** Runs of the history get no part of what follows, since their `run_id` stays NULL. */
function addRuns(database: DatabaseSync, path: string): Pick<ImportCounts, 'runsAdded' | 'runsKnown'> {
  const runs = new RunStore(database);
  const isKnown = database.prepare('SELECT 1 FROM runs WHERE uuid = ?');
  const note = database.prepare('UPDATE staged_runs SET run_id = ?, setup_id = ? WHERE id = ?');
  const rows = database.prepare('SELECT id, record FROM staged_runs ORDER BY id').all();
  let runsAdded = 0;
  for (const row of rows) {
    const { id, record } = parseRow(stagedRow, row, path);
    if (isKnown.get(record.id) === undefined) {
      const stored = runs.add(record, undefined);
      note.run(stored.id, stored.setupId, id);
      runsAdded += 1;
    }
  }
  return { runsAdded, runsKnown: rows.length - runsAdded };
}

const addSeries = `
  INSERT INTO staged_series
    SELECT DISTINCT r.setup_id, p.name, 0 FROM staged_points p JOIN staged_runs r ON r.id = p.run
    WHERE r.run_id IS NOT NULL;
  INSERT INTO series (setup_id, benchmark, metric, unit)
    SELECT t.setup_id, n.benchmark, n.metric, n.unit FROM staged_series t JOIN staged_names n ON n.id = t.name
    WHERE true ON CONFLICT DO NOTHING;
  UPDATE staged_series SET series_id = (
    SELECT s.id FROM staged_names n JOIN series s
      ON (s.setup_id, s.benchmark, s.metric, s.unit) = (staged_series.setup_id, n.benchmark, n.metric, n.unit)
    WHERE n.id = staged_series.name);
`;

const fromNew = (table: string) => `
  FROM ${table} x
  JOIN staged_runs r ON r.id = x.run
  JOIN staged_series t ON t.setup_id = r.setup_id AND t.name = x.name
  WHERE r.run_id IS NOT NULL`;

const addPoints = `
  INSERT INTO points (series_id, run_id, ${summaryColumns}, excluded_because, excluded_at_ms)
  SELECT t.series_id, r.run_id, ${summaryColumns}, excluded_because, excluded_at_ms
  ${fromNew('staged_points')} ORDER BY t.series_id, r.run_id`;

const addSamples = `
  INSERT INTO samples (series_id, run_id, iteration, value)
  SELECT t.series_id, r.run_id, x.iteration, x.value
  ${fromNew('staged_samples')} ORDER BY t.series_id, r.run_id, x.iteration`;

const countRuns = `
  UPDATE series SET run_count = run_count + added.n
  FROM (
    SELECT t.series_id, count(*) AS n ${fromNew('staged_points')}
      AND json_extract(r.record, '$.status') <> 'failed' GROUP BY t.series_id
  ) AS added
  WHERE series.id = added.series_id`;

/** Adds the runs that the history does not have; one that it has is left as it is. */
export function mergeStaged(database: DatabaseSync, path: string): ImportCounts {
  const runs = addRuns(database, path);
  database.exec(addSeries);
  const pointsAdded = Number(database.prepare(addPoints).run().changes);
  const samplesAdded = Number(database.prepare(addSamples).run().changes);
  database.exec(countRuns);
  return { ...runs, pointsAdded, samplesAdded };
}
