import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { ExportFormat } from '../../../../src/core/history-exchange/archive-port.ts';
import type { HistoryPort } from '../../../../src/core/ports.ts';
import { localArchive } from '../../../../src/local/history/local-archive.ts';
import { openHistory } from '../../../../src/local/history/open.ts';
import { type WholeRun, wholeRuns } from '../../../support/history-arbitraries.ts';
import { withTemporary } from '../../../support/temporary.ts';

const signal = new AbortController().signal;
const report = () => {};
const limit = 100;

function store(history: HistoryPort, runs: readonly WholeRun[]): void {
  for (const { start, iterations, remark, end, exclusion } of runs) {
    history.beginRun(start);
    for (const iteration of iterations) {
      history.addIteration(start.id, iteration);
    }
    history.addRemark(start.id, { kind: 'other', text: remark });
    history.finishRun(start.id, end);
    for (const series of exclusion === undefined ? [] : history.listSeries()) {
      if (history.readSeries(series.id).runIds.includes(start.id)) {
        history.exclude({ seriesId: series.id, runId: start.id }, { reason: exclusion ?? '', atMs: 5 });
      }
    }
  }
}

/** Everything that can be asked of a history, but for numbers that are its own. */
async function contentOf(path: string): Promise<unknown> {
  const history = await openHistory(path);
  try {
    const series = history.listSeries().map((row) => {
      const { environments, runNumbers, ...columns } = history.readSeries(row.id);
      return [JSON.stringify({ ...row, id: 0 }), columns] as const;
    });
    return { runs: history.listRuns(limit), series: series.sort(([a], [b]) => (a < b ? -1 : 1)) };
  } finally {
    history.close();
  }
}

/** Exports one history, imports that into an empty one twice, and compares the two. */
async function comesBack(path: string, target: string, format: ExportFormat): Promise<void> {
  await localArchive(path).exportTo(target, format, report, signal);
  const other = `${target}.sqlite`;
  const first = await localArchive(other).importFrom(target, report, signal);
  const again = await localArchive(other).importFrom(target, report, signal);
  assert.deepEqual(
    [again.runsAdded, again.pointsAdded, again.samplesAdded, again.runsKnown],
    [0, 0, 0, first.runsAdded],
  );
  assert.deepEqual(await contentOf(other), await contentOf(path));
  const [one, two] = [`${target}.one`, `${target}.two`];
  await localArchive(path).exportTo(one, 'json', report, signal);
  await localArchive(other).exportTo(two, 'json', report, signal);
  assert.equal(await readFile(two, 'utf8'), await readFile(one, 'utf8'));
}

describe('an export', () => {
  it('comes back as it was, whatever it holds, with its samples and without', () =>
    fc.assert(
      fc.asyncProperty(wholeRuns, (runs) =>
        withTemporary(async (directory) => {
          const path = join(directory, 'history.sqlite');
          const history = await openHistory(path);
          try {
            store(history, runs);
          } finally {
            history.close();
          }
          await comesBack(path, join(directory, 'a.jsonl'), 'json');
          await comesBack(path, join(directory, 'a-csv'), 'csv');
          await localArchive(path).prune(4e15, false);
          await comesBack(path, join(directory, 'b.jsonl'), 'json');
          await comesBack(path, join(directory, 'b-csv'), 'csv');
        }),
      ),
      { numRuns: 15 },
    ));
});
