import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { errors } from '../../../core/errors.ts';
import { Row } from '../../../core/history-exchange/csv-cells.ts';
import {
  csvColumns,
  csvFiles,
  parsePointRow,
  parseRunRow,
  parseSampleRow,
} from '../../../core/history-exchange/csv-tables.ts';
import type { Staging } from './staging.ts';
import { piecesOf } from './text-file.ts';

const longestRow = 1024 * 1024;

type Table = keyof typeof csvFiles;

/**
 * Stages the runs of a folder with the tables of a history.
 * @throws `import-refused` with file, line and field, `cancelled`
 */
export async function readCsv(folder: string, staging: Staging, signal: AbortSignal): Promise<void> {
  for await (const row of rowsOf(folder, 'runs', signal)) {
    staging.addRun(parseRunRow(row), row.where);
  }
  for await (const row of rowsOf(folder, 'points', signal)) {
    staging.addPoint(row.text('run'), parsePointRow(row), row.where);
  }
  for await (const row of rowsOf(folder, 'samples', signal)) {
    const { iteration, value, ...name } = parseSampleRow(row);
    staging.addSample(staging.findPoint(row.text('run'), name, row.where), iteration, value, row.where);
  }
  staging.completePoints(basename(folder));
}

/** The rows of a table by the names of their columns, in whichever order these come. */
async function* rowsOf(folder: string, table: Table, signal: AbortSignal): AsyncGenerator<Row> {
  const name = csvFiles[table];
  const parser = parse({
    info: true,
    relax_column_count: true,
    record_delimiter: ['\r\n', '\n'],
    max_record_size: longestRow,
    skip_empty_lines: true,
  });
  const source = Readable.from(piecesOf(join(folder, name), name, signal));
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let places: ReadonlyMap<string, number> | undefined;
  try {
    for await (const entry of parser) {
      const { record, info } = checkEntry(entry);
      const where = `${name}, line ${info.lines}`;
      if (places === undefined) {
        places = placesOf(record, table, where);
      } else if (record.length === places.size) {
        yield new Row(places, record, where);
      } else {
        throw errors.importRefused(where, `it has ${record.length} values for ${places.size} columns`);
      }
    }
  } catch (error) {
    throw error instanceof CsvError
      ? errors.importRefused(name, `it is no CSV (${error.message})`, error)
      : error;
  } finally {
    source.destroy();
    parser.destroy();
  }
  if (places === undefined) {
    throw errors.importRefused(name, 'it is empty');
  }
}

function placesOf(header: readonly string[], table: Table, where: string): ReadonlyMap<string, number> {
  const wanted: readonly string[] = csvColumns[table];
  const missing = wanted.filter((column) => !header.includes(column));
  const unknown = header.filter((column) => !wanted.includes(column));
  if (missing.length > 0) {
    throw errors.importRefused(where, `it lacks the column ${missing.join(', ')}`);
  }
  if (unknown.length > 0 || header.length !== wanted.length) {
    throw errors.importRefused(
      where,
      `it has columns that are not known, or one twice: ${header.join(', ')}`,
    );
  }
  return new Map(header.map((column, place) => [column, place]));
}

interface Entry {
  readonly record: readonly string[];
  /** Where the record ends; it can go over several lines. */
  readonly info: { readonly lines: number };
}

/** Written out by hand: there can be a million. */
function checkEntry(entry: unknown): Entry {
  if (isEntry(entry)) {
    return entry;
  }
  throw new TypeError('csv-parse handed out something else than a record');
}

function isEntry(entry: unknown): entry is Entry {
  return (
    typeof entry === 'object' &&
    entry !== null &&
    'record' in entry &&
    Array.isArray(entry.record) &&
    'info' in entry &&
    typeof entry.info === 'object' &&
    entry.info !== null &&
    'lines' in entry.info &&
    typeof entry.info.lines === 'number'
  );
}
