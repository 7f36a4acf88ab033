import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { openHistory } from '../../../../src/local/history/open.ts';
import { iterationOf, runIdOf, runOf, sampleOf } from '../../../support/history-data.ts';
import { storeRun, withHistory } from '../../../support/open-history.ts';
import { withTemporary } from '../../../support/temporary.ts';

const writer = fileURLToPath(new URL('../../../support/history-writer.ts', import.meta.url));

describe('a run by its identifier', () => {
  it('comes with the numbers, the samples and the exclusion of each of its points', () =>
    withHistory((history) => {
      storeRun(history, runOf(1), [5, 7, 6]);
      storeRun(history, runOf(2), [50]);
      history.exclude({ seriesId: 1, runId: runIdOf(1) }, { reason: 'the fan was broken', atMs: 1 });
      const details = history.readRun(runIdOf(1));
      assert.equal(details?.run.status, 'complete');
      assert.equal(details?.run.build.commit?.subject, 'Change 1');
      const [point] = details?.points ?? [];
      assert.equal(details?.points.length, 1);
      assert.deepEqual(point?.samples, [
        [0, 5],
        [1, 7],
        [2, 6],
      ]);
      assert.deepEqual(
        [point?.benchmark, point?.summary.median, point?.exclusion],
        ['Total', 6, { reason: 'the fan was broken', atMs: 1 }],
      );
    }));

  it('has no numbers while it runs, and is nothing where there is none', () =>
    withHistory((history) => {
      history.beginRun(runOf(1));
      history.addIteration(runIdOf(1), iterationOf(0, sampleOf(5)));
      assert.equal(history.readRun(runIdOf(1))?.run.status, 'running');
      assert.deepEqual(history.readRun(runIdOf(1))?.points, []);
      assert.equal(history.readRun(runIdOf(2)), undefined);
      assert.equal(history.readRun("' OR 1=1 --"), undefined);
    }));
});

describe('the numbers of the runs of a series', () => {
  it('grow in the order in which the history learned of them, whenever they were measured', () =>
    withHistory((history) => {
      for (const run of [2, 3, 1]) {
        storeRun(history, runOf(run), [5]);
      }
      const { runIds, runNumbers } = history.readSeries(1);
      assert.deepEqual(runIds, [1, 2, 3].map(runIdOf));
      const byNumber = [...runIds].sort(
        (a, b) => (runNumbers[runIds.indexOf(a)] ?? 0) - (runNumbers[runIds.indexOf(b)] ?? 0),
      );
      assert.deepEqual(byNumber, [2, 3, 1].map(runIdOf));
    }));
});

describe('an exclusion', () => {
  it('may have any reason that a person can type or paste', () =>
    withHistory((history) => {
      storeRun(history, runOf(1), [5]);
      history.exclude(
        { seriesId: 1, runId: runIdOf(1) },
        { reason: `a\0b\u202e${'x'.repeat(9000)}`, atMs: 1 },
      );
      const [reason] = history.readSeries(1).excluded;
      assert.equal(reason, `a\ufffdb\u202e${'x'.repeat(3996)}`);
    }));

  it('is seen by another window, which can undo it, and the last word counts', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      const [one, other] = [await openHistory(path), await openHistory(path)];
      const point = { seriesId: 1, runId: runIdOf(1) };
      storeRun(one, runOf(1), [5]);
      one.exclude(point, { reason: 'noise', atMs: 1 });
      assert.deepEqual(other.readSeries(1).excluded, ['noise']);
      other.exclude(point, { reason: 'a backup ran', atMs: 2 });
      assert.deepEqual(one.readSeries(1).excluded, ['a backup ran']);
      other.include(point);
      other.include(point);
      assert.deepEqual(one.readSeries(1).excluded, ['']);
      one.close();
      other.close();
    }));

  it('is kept while other processes measure into the same history', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      const history = await openHistory(path, 60_000);
      const runs = Array.from({ length: 20 }, (_, index) => index + 10);
      for (const run of runs) {
        storeRun(history, runOf(run), [5]);
      }
      const writers = [1, 2].map((run) =>
        execa(process.execPath, [writer, path, String(run), '40'], { reject: false }),
      );
      for (const run of runs) {
        history.exclude({ seriesId: 1, runId: runIdOf(run) }, { reason: `reason ${run}`, atMs: run });
      }
      for (const { exitCode, stderr } of await Promise.all(writers)) {
        assert.equal(exitCode, 0, stderr);
      }
      assert.deepEqual(
        history.readSeries(1).excluded,
        runs.map((run) => `reason ${run}`),
      );
      history.close();
    }));
});
