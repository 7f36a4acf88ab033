/** The database's tables, version by version. */
import type { DatabaseSync } from 'node:sqlite';
import { errors } from '../../core/errors.ts';
import { version1 } from './migrations/version-1.ts';
import { toVersion2 } from './migrations/version-2.ts';

/** Says in the file's header that it is ours: "PSBH". */
export const applicationId = 0x50534248;

/** Brings a database from one version to the next, in a transaction, with foreign keys off. */
type Migration = (database: DatabaseSync, path: string) => void;

/**
 * Each entry brings the database from the version that is its index to the next. Entries that were ever released
 * never change.
 */
export const migrations: readonly Migration[] = [(database) => database.exec(version1), toVersion2];

function readPragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  const row = database.prepare(`PRAGMA ${name}`).get();
  const value = row?.[name];
  return typeof value === 'number' ? value : Number.NaN;
}

/**
 * The version of the database; 0 for an empty one.
 * @throws `history-unreadable` if it belongs to another program, `history-too-new` if a later version made it
 */
export function readVersion(database: DatabaseSync, path: string): number {
  const id = readPragma(database, 'application_id');
  const version = readPragma(database, 'user_version');
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (isEmpty && id === 0 && version === 0) {
    return 0;
  }
  if (id !== applicationId || !(version > 0)) {
    throw errors.historyUnreadable(path, new Error(`its application id is ${id}, its version ${version}`));
  }
  if (version > migrations.length) {
    throw errors.historyTooNew(path, version, migrations.length);
  }
  return version;
}

/**
 * Brings the database to the newest version, in the transaction that the caller has begun.
 * @throws what a migration throws, and `history-unreadable` if it leaves a reference to nothing
 */
export function migrate(database: DatabaseSync, path: string): void {
  for (const migration of migrations.slice(readVersion(database, path))) {
    migration(database, path);
  }
  if (database.prepare('PRAGMA foreign_key_check').get() !== undefined) {
    throw errors.historyUnreadable(path, new Error('a row refers to one that does not exist'));
  }
  database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${migrations.length}`);
}
