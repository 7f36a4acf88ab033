/** A program that writes a history: `history-writer.ts PATH RUN COUNT`; a line for each iteration that is stored. */
import { writeSync } from 'node:fs';
import { openHistory } from '../../src/local/history/open.ts';
import { iterationOf, runIdOf, runOf, sampleOf } from './history-data.ts';

const [path = '', run = '0', count = '0'] = process.argv.slice(2);
const history = await openHistory(path, 60_000);
history.beginRun(runOf(Number(run)));
for (let index = 0; index < Number(count); index += 1) {
  const samples = Array.from({ length: 20 }, (_, at) => sampleOf(index + at, `line ${at}`));
  const stored = history.addIteration(runIdOf(Number(run)), iterationOf(index, ...samples));
  writeSync(1, `${stored} ${index}\n`);
}
history.finishRun(runIdOf(Number(run)), { status: 'complete', finishedAtMs: 1_800_000_000_000 });
history.close();
