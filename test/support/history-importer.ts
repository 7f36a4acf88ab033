/** A program that imports: `history-importer.ts HISTORY SOURCE`; a line for each step that begins or ends. */
import { writeSync } from 'node:fs';
import { localArchive } from '../../src/local/history/local-archive.ts';

const [path = '', source = ''] = process.argv.slice(2);
await localArchive(path).importFrom(
  source,
  (event) => writeSync(1, `${JSON.stringify(event)}\n`),
  new AbortController().signal,
);
