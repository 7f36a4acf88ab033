/** Copies the database while others use it. */
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { migrations } from './schema.ts';

/**
 * Writes the database as it is at this moment into a new file, without gaps, and waits until it is on disk. A failure
 * can leave a part of it behind.
 */
export function copyInto(database: DatabaseSync, path: string): void {
  database.prepare('VACUUM INTO ?').run(path);
  // Windows syncs only what may be written.
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * Puts a copy of a history of an older version beside it, named after its version and this moment.
 * @returns the path of the copy
 * @param version 0 for a new one, of which there is nothing to copy
 * @param open another connection to it, since one cannot copy from within its own transaction
 */
export function copyBeforeMigration(
  version: number,
  path: string,
  open: () => DatabaseSync,
): string | undefined {
  if (version === 0 || version === migrations.length) {
    return undefined;
  }
  const moment = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const copy = `${path}.version-${version}-${moment}`;
  const database = open();
  try {
    copyInto(database, `${copy}.tmp`);
    renameSync(`${copy}.tmp`, copy);
    return copy;
  } catch (error) {
    rmSync(`${copy}.tmp`, { force: true });
    throw error;
  } finally {
    database.close();
  }
}
