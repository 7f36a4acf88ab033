import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import {
  csvColumns,
  csvFiles,
  pointCells,
  runCells,
  sampleCells,
} from '../../../core/history-exchange/csv-tables.ts';
import type { StoredRuns } from './stored-runs.ts';

type Cells = readonly string[];

/** Writes all runs as three tables into a new folder. */
export async function writeCsv(stored: StoredRuns, folder: string, signal: AbortSignal): Promise<void> {
  await mkdir(folder);
  const write = (table: keyof typeof csvFiles, rows: Iterable<Cells>) =>
    writeTable(join(folder, csvFiles[table]), csvColumns[table], rows, signal);
  await write('runs', runRows(stored));
  await write('points', pointRows(stored));
  await write('samples', sampleRows(stored));
}

async function writeTable(
  path: string,
  columns: Cells,
  rows: Iterable<Cells>,
  signal: AbortSignal,
): Promise<void> {
  // Other programs take a carriage return alone for the end of a row.
  const table = stringify({ header: true, columns: [...columns], quoted_match: /\r/ });
  await pipeline(Readable.from(rows), table, createWriteStream(path, { flags: 'wx', flush: true }), {
    signal,
  });
}

function* runRows(stored: StoredRuns): Generator<Cells> {
  for (const key of stored.keys()) {
    yield runCells(stored.run(key));
  }
}

function* pointRows(stored: StoredRuns): Generator<Cells> {
  for (const key of stored.keys()) {
    const { id } = stored.run(key);
    for (const point of stored.points(key)) {
      yield pointCells(id, point);
    }
  }
}

function* sampleRows(stored: StoredRuns): Generator<Cells> {
  for (const key of stored.keys()) {
    const { id } = stored.run(key);
    const samplesOf = stored.samples(key);
    for (const point of stored.points(key)) {
      for (const sample of samplesOf.get(point.seriesId) ?? []) {
        yield sampleCells(id, point, sample);
      }
    }
  }
}
