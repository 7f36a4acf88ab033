import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { errors } from '../../../core/errors.ts';
import { csvFiles } from '../../../core/history-exchange/csv-tables.ts';
import {
  type ImportReport,
  type ImportSource,
  LeftOut,
} from '../../../core/history-exchange/import-report.ts';
import type { Report } from '../../../core/ports.ts';
import { Steps } from '../../../core/steps.ts';
import { formatCount } from '../../../core/text/format.ts';
import { inLongTransaction, inTransaction } from '../transaction.ts';
import { mergeStaged } from './merge-staged.ts';
import { readCsv } from './read-csv.ts';
import { readJson } from './read-json.ts';
import { readRealTimeData } from './read-real-time-data.ts';
import { Staging } from './staging.ts';

/** Imports over a connection that nobody else uses; see `HistoryArchivePort.importFrom`. */
export async function importHistory(
  database: DatabaseSync,
  path: string,
  source: string,
  report: Report,
  signal: AbortSignal,
): Promise<ImportReport> {
  const steps = new Steps(report, { nowMs: Date.now });
  const leftOut = new LeftOut();
  const kind = await kindOf(source);
  steps.start(`Reading ${basename(source)}`);
  try {
    await inLongTransaction(database, path, async () => {
      const staging = new Staging(database);
      await read(kind, source, staging, leftOut, signal);
    });
  } catch (error) {
    throw signal.aborted ? errors.cancelled(error) : error;
  }
  steps.start('Storing what is new');
  const counts = inTransaction(database, path, 'BEGIN IMMEDIATE', () => mergeStaged(database, path));
  steps.done(formatCount(counts.runsAdded, 'run'));
  return { source: kind, ...counts, notUnderstood: leftOut.list() };
}

async function kindOf(source: string): Promise<ImportSource> {
  try {
    if (!(await stat(source)).isDirectory()) {
      return 'json';
    }
  } catch (error) {
    throw errors.importRefused(source, 'it cannot be read', error);
  }
  const isExport = await stat(join(source, csvFiles.runs)).then(
    () => true,
    () => false,
  );
  return isExport ? 'csv' : 'real-time-benchmark-data';
}

function read(
  kind: ImportSource,
  source: string,
  staging: Staging,
  leftOut: LeftOut,
  signal: AbortSignal,
): Promise<void> {
  switch (kind) {
    case 'json':
      return readJson(source, staging, signal);
    case 'csv':
      return readCsv(source, staging, signal);
    case 'real-time-benchmark-data':
      return readRealTimeData(source, staging, leftOut, signal);
  }
}
