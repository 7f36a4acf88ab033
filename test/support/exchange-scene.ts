/** Histories to export from and to import into. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { HistoryArchivePort } from '../../src/core/history-exchange/archive-port.ts';
import { localArchive } from '../../src/local/history/local-archive.ts';
import { openHistory } from '../../src/local/history/open.ts';
import { iterationOf, runIdOf, runOf, sampleOf } from './history-data.ts';
import { storeRun } from './open-history.ts';
import { withTemporary } from './temporary.ts';

/** Never aborted. */
export const signal = new AbortController().signal;

/** Tells nobody. */
export function report(): void {}

export interface Scene {
  readonly directory: string;
  /** Of a history with two runs of two samples, and one that still runs. */
  readonly archive: HistoryArchivePort;
  readonly path: string;
  /** Of a history with nothing yet. */
  readonly empty: HistoryArchivePort;
  readonly emptyPath: string;
}

/** Hands the two histories to `use`. */
export async function withScene(use: (scene: Scene) => Promise<void>): Promise<void> {
  await withTemporary(async (directory) => {
    const path = join(directory, 'history.sqlite');
    const history = await openHistory(path);
    storeRun(history, runOf(1), [5, 7.5]);
    storeRun(history, runOf(2), [6, 8]);
    history.beginRun(runOf(3));
    history.addIteration(runIdOf(3), iterationOf(0, sampleOf(1)));
    history.close();
    const emptyPath = join(directory, 'empty.sqlite');
    const empty = localArchive(emptyPath);
    await use({ directory, path, archive: localArchive(path), empty, emptyPath });
  });
}

/** The import fails with this message, and stores nothing. */
export async function refused({ empty, emptyPath }: Scene, source: string, message: RegExp): Promise<void> {
  await assert.rejects(empty.importFrom(source, report, signal), { reason: 'import-refused', message });
  const history = await openHistory(emptyPath);
  assert.deepEqual([history.listRuns(9), history.listSeries()], [[], []]);
  history.close();
}
