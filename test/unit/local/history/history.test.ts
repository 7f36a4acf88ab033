import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { isBenchError } from '../../../../src/core/errors.ts';
import type { Iteration } from '../../../../src/core/model/bench.ts';
import { openHistory } from '../../../../src/local/history/open.ts';
import { iterationOf, runIdOf, runOf, sampleOf } from '../../../support/history-data.ts';
import { storeRun, withHistory } from '../../../support/open-history.ts';
import { withTemporary } from '../../../support/temporary.ts';

const finishedAtMs = 1_800_000_000_000;

describe('runs', () => {
  it('are listed newest first with all that is known of them', () =>
    withHistory((history) => {
      storeRun(history, runOf(1), [5, 6, 7]);
      history.beginRun(runOf(2, { build: { ...runOf(2).build, commit: undefined, dirty: true } }));
      const [second, first] = history.listRuns(10);
      assert.deepEqual(first, {
        id: runIdOf(1),
        status: 'complete',
        note: undefined,
        suite: 'Zend/bench.php',
        variant: 'default',
        phpVersion: '8.2.32',
        commit: runOf(1).build.commit,
        dirty: false,
        buildKey: 'build-1',
        platform: 'linux/amd64',
        configureFlags: ['--disable-all'],
        machineId: 'machine-1',
        machineName: 'box',
        startedAtMs: runOf(1).startedAtMs,
        finishedAtMs,
        iterations: 3,
      });
      assert.deepEqual(
        [second?.id, second?.status, second?.commit, second?.dirty, second?.finishedAtMs, second?.iterations],
        [runIdOf(2), 'running', undefined, true, undefined, 0],
      );
      assert.equal(history.listRuns(1).length, 1);
      assert.equal(history.listRuns(0).length, 0);
    }));

  it('end once', () =>
    withHistory((history) => {
      storeRun(history, runOf(1), [5]);
      history.finishRun(runIdOf(1), 'complete', undefined, finishedAtMs);
      assert.throws(() => history.finishRun(runIdOf(1), 'failed', 'x', finishedAtMs), {
        reason: 'invalid-message',
      });
      assert.throws(() => history.addIteration(runIdOf(1), iterationOf(1, sampleOf(1))), {
        reason: 'invalid-message',
      });
      assert.throws(() => history.finishRun(runIdOf(2), 'failed', 'x', finishedAtMs), {
        reason: 'invalid-message',
      });
      assert.equal(history.listSeries()[0]?.runCount, 1);
    }));

  it('keep the reason of a failure', () =>
    withHistory((history) => {
      history.beginRun(runOf(1));
      history.finishRun(runIdOf(1), 'failed', 'It exited with 255.', finishedAtMs);
      assert.deepEqual(
        [history.listRuns(1)[0]?.status, history.listRuns(1)[0]?.note],
        ['failed', 'It exited with 255.'],
      );
    }));

  it('of one build may be of several commits with the same content', () =>
    withHistory((history) => {
      const { build } = runOf(1);
      storeRun(history, runOf(1), [1]);
      storeRun(history, runOf(2, { build: { ...runOf(2).build, key: build.key } }), [2]);
      assert.deepEqual(
        history.listRuns(2).map((run) => [run.buildKey, run.commit?.subject]),
        [
          ['build-1', 'Change 2'],
          ['build-1', 'Change 1'],
        ],
      );
    }));
});

describe('samples', () => {
  it('are stored once, however often their iteration arrives', () =>
    withHistory((history) => {
      history.beginRun(runOf(1));
      const iteration = iterationOf(0, sampleOf(5), sampleOf(2, 'simple'));
      assert.equal(history.addIteration(runIdOf(1), iteration), 'stored');
      assert.equal(history.addIteration(runIdOf(1), iteration), 'duplicate');
      assert.equal(history.addIteration(runIdOf(1), iterationOf(0, sampleOf(99))), 'duplicate');
      history.finishRun(runIdOf(1), 'complete', undefined, finishedAtMs);
      assert.equal(history.addIteration(runIdOf(1), iteration), 'duplicate');
      for (const series of history.listSeries()) {
        const columns = history.readSeries(series.id);
        assert.deepEqual(columns.sampleCounts, [1]);
        assert.deepEqual(columns.medians, [series.benchmark === 'Total' ? 5 : 2]);
      }
    }));

  it('that are no numbers, or not named once, are refused as a whole', () =>
    withHistory((history) => {
      history.beginRun(runOf(1));
      const bad: readonly Iteration[] = [
        iterationOf(0),
        iterationOf(0, sampleOf(1, 'good'), sampleOf(Number.NaN)),
        iterationOf(0, sampleOf(Number.POSITIVE_INFINITY)),
        iterationOf(0, sampleOf(-1)),
        iterationOf(0, sampleOf(1, '')),
        iterationOf(0, sampleOf(1), sampleOf(2)),
        iterationOf(-1, sampleOf(1)),
        iterationOf(0.5, sampleOf(1)),
        iterationOf(100_000, sampleOf(1)),
      ];
      for (const iteration of bad) {
        assert.throws(() => history.addIteration(runIdOf(1), iteration), { reason: 'invalid-message' });
      }
      assert.throws(() => history.addIteration(runIdOf(2), iterationOf(0, sampleOf(1))), {
        reason: 'invalid-message',
      });
      assert.throws(() => history.beginRun(runOf(3, { startedAtMs: Number.NaN })), {
        reason: 'invalid-message',
      });
      assert.throws(() => history.beginRun(runOf(3, { id: 'x' })), { reason: 'invalid-message' });
      history.finishRun(runIdOf(1), 'complete', undefined, finishedAtMs);
      assert.deepEqual(history.listSeries(), []);
    }));
});

describe('another window', () => {
  it('sees what was stored, and stores the same iteration only once', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      const [one, two] = [await openHistory(path), await openHistory(path)];
      one.beginRun(runOf(1));
      assert.equal(two.addIteration(runIdOf(1), iterationOf(0, sampleOf(1))), 'stored');
      assert.equal(one.addIteration(runIdOf(1), iterationOf(0, sampleOf(1))), 'duplicate');
      one.finishRun(runIdOf(1), 'complete', undefined, finishedAtMs);
      assert.deepEqual(two.readSeries(two.listSeries()[0]?.id ?? 0).medians, [1]);
      one.close();
      one.close();
      assert.throws(
        () => one.listRuns(1),
        (error) => isBenchError(error),
      );
      two.close();
    }));
});
