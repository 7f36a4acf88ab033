import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isBenchError } from '../../../../src/core/errors.ts';
import type { Iteration, RunStart } from '../../../../src/core/model/bench.ts';
import type { HistoryPort } from '../../../../src/core/ports.ts';
import { openHistory } from '../../../../src/local/history/open.ts';
import { iterationOf, runIdOf, runOf, sampleOf } from '../../../support/history-data.ts';
import { withTemporary } from '../../../support/temporary.ts';

const finishedAtMs = 1_800_000_000_000;

async function withHistory(use: (history: HistoryPort) => void | Promise<void>): Promise<void> {
  await withTemporary(async (directory) => {
    const history = await openHistory(join(directory, 'history.sqlite'));
    try {
      await use(history);
    } finally {
      history.close();
    }
  });
}

function storeRun(history: HistoryPort, run: RunStart, values: readonly number[]): void {
  history.beginRun(run);
  values.forEach((value, index) => {
    assert.equal(history.addIteration(run.id, iterationOf(index, sampleOf(value))), 'stored');
  });
  history.finishRun(run.id, 'complete', undefined, finishedAtMs);
}

/** The middle by definition: half of the values are not above it, half are not below it. */
function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [lower = 0, upper = 0] = [
    sorted[Math.ceil(sorted.length / 2) - 1],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return (lower + upper) / 2;
}

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

describe('series', () => {
  it('are kept apart by suite, benchmark, metric, unit, variant, machine and platform', () =>
    withHistory((history) => {
      const base = runOf(1);
      const others: readonly RunStart[] = [
        runOf(2, { suite: 'Zend/micro_bench.php' }),
        runOf(3, { variant: 'jit' }),
        runOf(4, { machine: { ...base.machine, id: 'machine-2' } }),
        runOf(5, { build: { ...runOf(5).build, platform: 'linux/arm64' } }),
      ];
      for (const run of [base, ...others]) {
        storeRun(history, run, [1]);
      }
      history.beginRun(runOf(6));
      const [sample] = [sampleOf(1)];
      history.addIteration(
        runIdOf(6),
        iterationOf(
          0,
          { ...sample, metric: 'wall' },
          { ...sample, metric: 'peak', unit: 'bytes' },
          sampleOf(1, 'x'),
        ),
      );
      history.finishRun(runIdOf(6), 'complete', undefined, finishedAtMs);
      const series = history.listSeries();
      assert.equal(series.length, 8);
      assert.deepEqual(new Set(series.map((one) => one.runCount)), new Set([1]));
    }));

  it('show runs that ended, oldest first by their start', () =>
    withHistory((history) => {
      storeRun(history, runOf(3), [30, 10, 20, 40]);
      storeRun(history, runOf(1), [5]);
      for (const [number, status] of [
        [2, 'incomplete'],
        [4, 'failed'],
      ] as const) {
        history.beginRun(runOf(number));
        history.addIteration(runIdOf(number), iterationOf(0, sampleOf(number)));
        history.finishRun(runIdOf(number), status, 'x', finishedAtMs);
      }
      history.beginRun(runOf(5));
      history.addIteration(runIdOf(5), iterationOf(0, sampleOf(5)));
      storeRun(history, runOf(6), []);
      const [series] = history.listSeries();
      assert.equal(series?.runCount, 3);
      assert.deepEqual(history.readSeries(series?.id ?? 0), {
        runIds: [runIdOf(1), runIdOf(2), runIdOf(3)],
        timesMs: [1, 2, 3].map((number) => runOf(number).startedAtMs),
        medians: [5, 2, 25],
        minima: [5, 2, 10],
        maxima: [5, 2, 40],
        sampleCounts: [1, 1, 4],
        commits: [1, 2, 3].map((number) => runOf(number).build.commit?.sha),
        subjects: ['Change 1', 'Change 2', 'Change 3'],
        phpVersions: ['8.2.32', '8.2.32', '8.2.32'],
        dirty: [false, false, false],
      });
    }));

  it('of an unknown id are empty', () =>
    withHistory((history) => {
      assert.deepEqual(history.readSeries(12).runIds, []);
    }));

  it('have exact middles and ends', () =>
    withTemporary(async (directory) => {
      const history = await openHistory(join(directory, 'history.sqlite'));
      let number = 0;
      fc.assert(
        fc.property(
          fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 12 }),
          (values) => {
            number += 1;
            storeRun(history, runOf(number), values);
            const columns = history.readSeries(1);
            assert.equal(columns.medians.at(-1), medianOf(values));
            assert.equal(columns.minima.at(-1), Math.min(...values));
            assert.equal(columns.maxima.at(-1), Math.max(...values));
            assert.equal(columns.sampleCounts.at(-1), values.length);
          },
        ),
        { numRuns: 40 },
      );
      history.close();
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
