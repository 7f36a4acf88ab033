import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { RunStart } from '../../src/core/model/bench.ts';
import type { HistoryPort } from '../../src/core/ports.ts';
import { openHistory } from '../../src/local/history/open.ts';
import { iterationOf, sampleOf } from './history-data.ts';
import { withTemporary } from './temporary.ts';

/** Hands a new history to `use`. */
export async function withHistory(use: (history: HistoryPort) => void | Promise<void>): Promise<void> {
  await withTemporary(async (directory) => {
    const history = await openHistory(join(directory, 'history.sqlite'));
    try {
      await use(history);
    } finally {
      history.close();
    }
  });
}

/** Stores a complete run with one sample for each iteration. */
export function storeRun(history: HistoryPort, run: RunStart, values: readonly number[]): void {
  history.beginRun(run);
  values.forEach((value, index) => {
    assert.equal(history.addIteration(run.id, iterationOf(index, sampleOf(value))), 'stored');
  });
  history.finishRun(run.id, { status: 'complete', finishedAtMs: 1_800_000_000_000 });
}
