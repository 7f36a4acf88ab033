/** Reads folders of php/real-time-benchmark-data: the whole repository, a year, or one night. */
import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { errors } from '../../../core/errors.ts';
import { withSummary } from '../../../core/history-exchange/exchanged-run.ts';
import type { LeftOut } from '../../../core/history-exchange/import-report.ts';
import { dataSource, readNight } from '../../../core/history-exchange/real-time-data/night.ts';
import { readResults } from '../../../core/history-exchange/real-time-data/results.ts';
import type { Staging } from './staging.ts';

const environmentFile = 'environment.tsv';
const resultFile = 'result.tsv';
const maxFileBytes = 16 * 1024 * 1024;

/**
 * Stages the runs of all nights below a folder; what cannot be understood goes to `leftOut`.
 * @throws `import-refused` if there is no night, or the folder cannot be read, `cancelled`
 */
export async function readRealTimeData(
  root: string,
  staging: Staging,
  leftOut: LeftOut,
  signal: AbortSignal,
): Promise<void> {
  const files = await filesBelow(root);
  const nights = new Set(files.filter((file) => basename(file) === resultFile).map(dirname));
  if (nights.size === 0) {
    throw errors.importRefused(
      root,
      `it holds neither the tables of an export nor a night of ${dataSource}, with its ${resultFile}`,
    );
  }
  for (const file of files) {
    if (basename(file) === environmentFile ? !nights.has(dirname(file)) : basename(file) !== resultFile) {
      leftOut.add('file', 'is not one of the two tables of a night', file);
    }
  }
  for (const folder of nights) {
    signal.throwIfAborted();
    await readFolder(root, folder, staging, leftOut);
  }
}

/** Paths below `root`, sorted; hidden files and folders are left out. */
async function filesBelow(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !path.split(/[\\/]/).some((part) => part.startsWith('.')))
    .sort();
}

async function readFolder(root: string, folder: string, staging: Staging, leftOut: LeftOut): Promise<void> {
  const environment = await readText(root, join(folder, environmentFile), leftOut);
  const results = await readText(root, join(folder, resultFile), leftOut);
  if (environment === undefined || results === undefined) {
    return;
  }
  const night = readNight(environment);
  if (typeof night === 'string') {
    leftOut.add('file', `cannot be understood: ${night}`, join(folder, environmentFile));
    return;
  }
  const file = join(folder, resultFile);
  for (const { run, points } of readResults(results, night, file, sha256, leftOut)) {
    staging.addRun(run, file);
    for (const point of points) {
      staging.addPoint(run.id, withSummary(point), file);
    }
  }
}

async function readText(root: string, file: string, leftOut: LeftOut): Promise<string | undefined> {
  const path = join(root, file);
  try {
    if ((await stat(path)).size > maxFileBytes) {
      leftOut.add('file', 'is larger than 16 MiB', file);
      return undefined;
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch {
    leftOut.add('file', 'is missing, unreadable or not UTF-8', file);
    return undefined;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
