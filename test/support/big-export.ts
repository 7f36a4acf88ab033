import { writeFile } from 'node:fs/promises';
import { headerLine, runLine } from '../../src/core/history-exchange/json-lines.ts';
import { runOf } from './history-data.ts';

/** Writes an export of so many runs of so many series each, with one sample for each. */
export async function writeExport(path: string, runs: number, series: number): Promise<void> {
  const lines = Array.from({ length: runs }, (_, number) => {
    const { owner: _owner, ...start } = runOf(number + 1000);
    const run = { ...start, status: 'complete', remarks: [], iterations: 1 } as const;
    const points = Array.from({ length: series }, (_, index) => {
      const name = { benchmark: `benchmark ${index}`, metric: 'time', unit: 'ms' } as const;
      return { ...name, samples: [[0, number + index]] as const };
    });
    return runLine({ run, points });
  });
  await writeFile(path, `${[headerLine(runs), ...lines].join('\n')}\n`);
}
