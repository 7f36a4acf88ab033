import type { HistoryPort } from '../../core/ports.ts';
import { openDatabase } from './open-database.ts';
import { SqliteHistory } from './sqlite-history.ts';

/**
 * Opens the history at `path`, an absolute file name; see {@link openDatabase}. Close it.
 * @param waitMs how long a write waits for another program's
 */
export async function openHistory(path: string, waitMs?: number): Promise<HistoryPort> {
  return new SqliteHistory(await openDatabase(path, waitMs), path);
}
