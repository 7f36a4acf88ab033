import type { DatabaseSync } from 'node:sqlite';
import * as v from 'valibot';
import type { PruneReport } from '../../core/history-exchange/archive-port.ts';
import { parseRow } from './parse-row.ts';
import { isSqliteError } from './sqlite-errors.ts';
import { inTransaction } from './transaction.ts';

const old = "SELECT id FROM runs WHERE status <> 'running' AND started_at_ms < ?";

const countRow = v.object({
  runs: v.number(),
  samples: v.number(),
  oldestMs: v.nullable(v.number()),
  newestMs: v.nullable(v.number()),
});

/** Removes the samples of old runs, or only counts them; see `HistoryArchivePort.prune`. */
export function pruneSamples(
  database: DatabaseSync,
  path: string,
  beforeMs: number,
  dryRun: boolean,
): PruneReport {
  const sizeBefore = sizeOf(database, path);
  const found = inTransaction(database, path, dryRun ? 'BEGIN' : 'BEGIN IMMEDIATE', () => {
    const counted = count(database, path, beforeMs);
    if (!dryRun) {
      database.prepare(`DELETE FROM samples WHERE run_id IN (${old})`).run(beforeMs);
      database.prepare(`DELETE FROM iterations WHERE run_id IN (${old})`).run(beforeMs);
    }
    return counted;
  });
  const removed = !dryRun && found.samples > 0;
  if (removed) {
    giveBackSpace(database);
  }
  return {
    beforeMs,
    removed,
    runs: found.runs,
    samples: found.samples,
    oldestMs: found.oldestMs ?? undefined,
    newestMs: found.newestMs ?? undefined,
    freedBytes: Math.max(0, sizeBefore - sizeOf(database, path)),
  };
}

function count(database: DatabaseSync, path: string, beforeMs: number): v.InferOutput<typeof countRow> {
  const row = database
    .prepare(
      `SELECT count(*) AS runs, coalesce(sum(n), 0) AS samples, min(r.started_at_ms) AS oldestMs,
         max(r.started_at_ms) AS newestMs
       FROM (SELECT run_id, count(*) AS n FROM samples WHERE run_id IN (${old}) GROUP BY run_id) x
       JOIN runs r ON r.id = x.run_id`,
    )
    .get(beforeMs);
  return parseRow(countRow, row, path);
}

/** Makes the file smaller. While another program reads, it cannot be; then its free space is used for new runs. */
function giveBackSpace(database: DatabaseSync): void {
  try {
    database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (!isSqliteError(error)) {
      throw error;
    }
  }
}

const sizeRow = v.object({ bytes: v.number() });

function sizeOf(database: DatabaseSync, path: string): number {
  const row = database
    .prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size')
    .get();
  return parseRow(sizeRow, row, path).bytes;
}
