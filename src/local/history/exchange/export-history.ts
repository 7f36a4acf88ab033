import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { errors } from '../../../core/errors.ts';
import type { ExportFormat, ExportReport } from '../../../core/history-exchange/archive-port.ts';
import type { Report } from '../../../core/ports.ts';
import { Steps } from '../../../core/steps.ts';
import { formatCount } from '../../../core/text/format.ts';
import { replaceWhole } from '../../whole-file.ts';
import { refuseOwnFile } from '../refuse-own-file.ts';
import { inLongTransaction } from '../transaction.ts';
import { StoredRuns } from './stored-runs.ts';
import { writeCsv } from './write-csv.ts';
import { writeJson } from './write-json.ts';

/** A file for JSON, a folder for CSV. */
export interface ExportTarget {
  readonly path: string;
  readonly format: ExportFormat;
}

/** Exports over a connection that nobody else uses; see `HistoryArchivePort.exportTo`. */
export async function exportHistory(
  database: DatabaseSync,
  path: string,
  target: ExportTarget,
  report: Report,
  signal: AbortSignal,
): Promise<ExportReport> {
  await checkTarget(path, target);
  const steps = new Steps(report, { nowMs: Date.now });
  steps.start(`Writing ${basename(target.path)}`);
  const write = target.format === 'json' ? writeJson : writeCsv;
  try {
    const counts = await replaceWhole(target.path, (beside) =>
      inLongTransaction(database, path, async () => {
        const stored = new StoredRuns(database, path);
        await write(stored, beside, signal);
        return stored.counts();
      }),
    );
    steps.done(formatCount(counts.runs, 'run'));
    return { ...target, ...counts };
  } catch (error) {
    throw signal.aborted ? errors.cancelled(error) : error;
  }
}

/** An older export may be replaced where that is one step: a file, but not a folder. */
async function checkTarget(history: string, { path, format }: ExportTarget): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (found !== undefined && (format === 'csv' || !found.isFile())) {
    throw errors.fileExists(path);
  }
  await refuseOwnFile(history, path);
}
