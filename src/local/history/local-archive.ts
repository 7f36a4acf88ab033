import { stat } from 'node:fs/promises';
import type { DatabaseSync } from 'node:sqlite';
import { errors } from '../../core/errors.ts';
import type { BackupReport, HistoryArchivePort } from '../../core/history-exchange/archive-port.ts';
import { replaceWhole } from '../whole-file.ts';
import { copyInto } from './copy-database.ts';
import { exportHistory } from './exchange/export-history.ts';
import { importHistory } from './exchange/import-history.ts';
import { openDatabase } from './open-database.ts';
import { pruneSamples } from './prune-samples.ts';
import { refuseOwnFile } from './refuse-own-file.ts';
import { isFull } from './sqlite-errors.ts';

/** The archive of the history at `path`. */
export function localArchive(path: string): HistoryArchivePort {
  const withDatabase = async <T>(use: (database: DatabaseSync) => T | Promise<T>): Promise<T> => {
    const database = await openDatabase(path);
    try {
      return await use(database);
    } finally {
      database.close();
    }
  };
  return {
    importFrom: (source, report, signal) =>
      withDatabase((database) => importHistory(database, path, source, report, signal)),
    exportTo: (target, format, report, signal) =>
      withDatabase((database) => exportHistory(database, path, { path: target, format }, report, signal)),
    backup: (target) => withDatabase((database) => backUp(database, path, target)),
    prune: (beforeMs, dryRun) => withDatabase((database) => pruneSamples(database, path, beforeMs, dryRun)),
  };
}

async function backUp(database: DatabaseSync, path: string, target: string): Promise<BackupReport> {
  await refuseOwnFile(path, target);
  const sizeBytes = await replaceWhole(target, async (beside) => {
    try {
      copyInto(database, beside);
    } catch (error) {
      throw isFull(error) ? errors.diskFull(target, error) : error;
    }
    return (await stat(beside)).size;
  });
  return { path: target, sizeBytes };
}
