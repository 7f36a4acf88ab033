import type { DatabaseSync } from 'node:sqlite';
import { isSqliteError, toHistoryError } from './sqlite-errors.ts';

/**
 * Runs `work` in a transaction: all that it writes is kept, or nothing; all that it reads is of one moment. Writers
 * begin `IMMEDIATE`, with the write lock, so that they cannot fail half way because another was faster.
 * @throws `history-locked`, `disk-full`, `history-unreadable`, or what `work` throws
 */
export function inTransaction<T>(
  database: DatabaseSync,
  path: string,
  begin: 'BEGIN' | 'BEGIN IMMEDIATE',
  work: () => T,
): T {
  try {
    database.exec(begin);
  } catch (error) {
    throw toHistoryError(path, error);
  }
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(database);
    throw toHistoryError(path, error);
  }
}

/**
 * The same for work that waits in between: reading for an export, or filling tables of this connection's own for an
 * import. It holds no lock that a writer would wait for.
 */
export async function inLongTransaction<T>(
  database: DatabaseSync,
  path: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    database.exec('BEGIN');
    const result = await work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    rollBack(database);
    // What it waits for, files for instance, has failures of its own.
    throw isSqliteError(error) ? toHistoryError(path, error) : error;
  }
}

/** SQLite may have rolled back by itself, on a full disk for instance; then there is no transaction to end. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec('ROLLBACK');
  } catch {}
}
