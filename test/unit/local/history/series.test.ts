import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { RunStart } from '../../../../src/core/model/bench.ts';
import { openHistory } from '../../../../src/local/history/open.ts';
import { iterationOf, runIdOf, runOf, sampleOf } from '../../../support/history-data.ts';
import { storeRun, withHistory } from '../../../support/open-history.ts';
import { withTemporary } from '../../../support/temporary.ts';

/** The middle by definition: half of the values are not above it, half are not below it. */
function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [lower = 0, upper = 0] = [
    sorted[Math.ceil(sorted.length / 2) - 1],
    sorted[Math.floor(sorted.length / 2)],
  ];
  return lower + (upper - lower) / 2;
}

describe('series', () => {
  it('are kept apart by suite, benchmark, metric, unit, variant, machine and platform', () =>
    withHistory((history) => {
      const base = runOf(1);
      const others: readonly RunStart[] = [
        runOf(2, { suite: 'Zend/micro_bench.php' }),
        runOf(3, { variant: { name: 'jit', ini: {} } }),
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
      history.finishRun(runIdOf(6), { status: 'complete' });
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
        history.finishRun(runIdOf(number), { status, note: 'x' });
      }
      history.beginRun(runOf(5));
      history.addIteration(runIdOf(5), iterationOf(0, sampleOf(5)));
      storeRun(history, runOf(6), []);
      const [series] = history.listSeries();
      assert.equal(series?.runCount, 3);
      assert.deepEqual(history.readSeries(series?.id ?? 0), {
        runIds: [runIdOf(1), runIdOf(2), runIdOf(3)],
        runNumbers: [2, 3, 1],
        timesMs: [1, 2, 3].map((number) => runOf(number).startedAtMs),
        medians: [5, 2, 25],
        minima: [5, 2, 10],
        maxima: [5, 2, 40],
        sampleCounts: [1, 1, 4],
        commits: [1, 2, 3].map((number) => runOf(number).build.commit?.sha),
        subjects: ['Change 1', 'Change 2', 'Change 3'],
        authors: [1, 2, 3].map((number) => runOf(number).build.commit?.author),
        phpVersions: ['8.2.32', '8.2.32', '8.2.32'],
        dirty: [false, false, false],
        environments: [1, 1, 1],
        excluded: ['', '', ''],
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
