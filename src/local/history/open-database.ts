/** Opens the database of runs, making or updating it when needed; every connection to it comes from here. */
import { Buffer } from 'node:buffer';
import { rmSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { errors } from '../../core/errors.ts';
import { copyBeforeMigration } from './copy-database.ts';
import { applicationId, migrate, migrations, readVersion } from './schema.ts';
import { isBusy, toHistoryError } from './sqlite-errors.ts';
import { inTransaction } from './transaction.ts';

/**
 * How long a write waits for another program's. Ours take milliseconds, but storing an import of ten years takes two
 * seconds, on a busy machine ten, and a sample that was measured must not be lost to it.
 */
const patienceMs = 30_000;
const headerBytes = 100;
const magic = 'SQLite format 3\0';

async function loadSqlite(): Promise<typeof import('node:sqlite')> {
  try {
    return await import('node:sqlite');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_BUILTIN_MODULE') {
      throw errors.runtimeTooOld(process.version);
    }
    throw error;
  }
}

/** The first bytes of the file; fewer, or none, if it is short or missing. */
async function readHeader(path: string): Promise<Buffer> {
  const buffer = Buffer.alloc(headerBytes);
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return buffer.subarray(0, 0);
    }
    throw error;
  }
  try {
    const { bytesRead } = await file.read(buffer, 0, headerBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Turns away what is not ours before SQLite sees it: merely opening a database can write to it. Offsets are those
 * of SQLite's file format.
 */
function checkHeader(path: string, header: Buffer): void {
  if (header.length === 0) {
    return;
  }
  if (header.length < headerBytes || header.toString('latin1', 0, magic.length) !== magic) {
    throw errors.historyUnreadable(path, new Error('it does not begin as a SQLite database'));
  }
  const version = header.readInt32BE(60);
  const id = header.readInt32BE(68);
  if (id !== 0 && id !== applicationId) {
    throw errors.historyUnreadable(path, new Error(`its application id is ${id}`));
  }
  if (id === applicationId && version > migrations.length) {
    throw errors.historyTooNew(path, version, migrations.length);
  }
}

/**
 * Switches to write-ahead logging, with which readers never wait. Two programs that switch a new file at once can
 * block each other, and SQLite does not wait then; so we do.
 */
async function enterWalMode(database: DatabaseSync, waitMs: number): Promise<void> {
  const endsAt = Date.now() + waitMs;
  for (;;) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || Date.now() >= endsAt) {
        throw error;
      }
    }
    await delay(10);
  }
}

function bringUpToDate(database: DatabaseSync, path: string, openCopy: () => DatabaseSync): void {
  let copy: string | undefined;
  try {
    inTransaction(database, path, 'BEGIN IMMEDIATE', () => {
      copy = copyBeforeMigration(readVersion(database, path), path, openCopy);
      migrate(database, path);
    });
  } catch (error) {
    // The history is as it was, and the next attempt makes a copy of its own.
    if (copy !== undefined) {
      rmSync(copy, { force: true });
    }
    throw error;
  }
}

async function prepare(
  database: DatabaseSync,
  path: string,
  waitMs: number,
  openCopy: () => DatabaseSync,
): Promise<void> {
  database.exec(`PRAGMA busy_timeout = ${waitMs}; PRAGMA trusted_schema = OFF`);
  database.exec('PRAGMA synchronous = FULL; PRAGMA cell_size_check = ON');
  if (readVersion(database, path) < migrations.length) {
    // A migration replaces tables that others refer to; it checks all references at its end.
    database.exec('PRAGMA foreign_keys = OFF');
    bringUpToDate(database, path, openCopy);
  }
  database.exec('PRAGMA foreign_keys = ON');
  await enterWalMode(database, waitMs);
}

/**
 * Opens the database at `path`, an absolute file name; makes the file, and its directory for this user only, if they
 * do not exist. One of an older version is brought up to date, after a copy of it was put beside it. Close it.
 * @param waitMs how long to wait for another program's write
 * @throws `runtime-too-old` without node:sqlite, `history-too-new`, `history-unreadable` (both leave the file as it
 * is), `history-locked`, `disk-full`
 */
export async function openDatabase(path: string, waitMs = patienceMs): Promise<DatabaseSync> {
  const { DatabaseSync } = await loadSqlite();
  let database: DatabaseSync | undefined;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    checkHeader(path, await readHeader(path));
    database = new DatabaseSync(path);
    await prepare(database, path, waitMs, () => new DatabaseSync(path, { readOnly: true }));
    return database;
  } catch (error) {
    database?.close();
    throw toHistoryError(path, error);
  }
}
