import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { driftOf, judgeBuilds } from '../../../../src/core/compare/judge-builds.ts';
import { isBenchError } from '../../../../src/core/errors.ts';
import type { Iteration, Sample } from '../../../../src/core/model/bench.ts';
import { noisyRounds, normal, seeded } from '../../../support/noise.ts';

function sample(benchmark: string, metric: string, value: number): Sample {
  return { benchmark, metric, unit: 'ms', value };
}

function iterations(...rows: readonly (readonly Sample[])[]): readonly Iteration[] {
  return rows.map((samples, index) => ({ index, samples }));
}

/** Iterations of a suite with many benchmarks, all of the same true time. */
function suite(benchmarks: number, rounds: number, random: () => number): readonly Iteration[] {
  return iterations(
    ...Array.from({ length: rounds }, () => [
      ...Array.from({ length: benchmarks }, (_, at) =>
        sample(`b${at}`, 'time', 20 * (1 + 0.02 * normal(random))),
      ),
      sample('Total', 'time', 400 * (1 + 0.01 * normal(random))),
    ]),
  );
}

describe('the judgement of two builds', () => {
  it('takes the median of a round, so that one disturbed execution is nothing', () => {
    const quiet = Array.from({ length: 10 }, () => [10, 99, 10])
      .flat()
      .map((value) => [sample('Total', 'time', value)]);
    const { main } = judgeBuilds(iterations(...quiet), iterations(...quiet), 3, 'suite');
    assert.equal(main.rounds, 10);
    assert.equal(main.baseMedian, 10);
  });

  it('looks at the total first, else at the wall time of the process', () => {
    const wall = Array.from({ length: 8 }, () => [
      sample('process', 'user', 4),
      sample('process', 'wall', 5),
    ]);
    assert.equal(judgeBuilds(iterations(...wall), iterations(...wall), 1, 's').main.metric, 'wall');
    const total = wall.map((samples) => [...samples, sample('Total', 'time', 3)]);
    assert.equal(judgeBuilds(iterations(...total), iterations(...total), 1, 's').main.benchmark, 'Total');
  });

  it('leaves out what one build has no number for in each round, and what is too coarse', () => {
    const base = Array.from({ length: 8 }, () => [
      sample('Total', 'time', 5),
      sample('old', 'time', 1),
      sample('process', 'system', 1),
    ]);
    const candidate = base.map(([total], at) => [
      total ?? sample('', '', 0),
      ...(at === 3 ? [] : [sample('old', 'time', 1)]),
    ]);
    const { rows } = judgeBuilds(iterations(...base), iterations(...candidate), 1, 's');
    assert.deepEqual(
      rows.map(({ benchmark }) => benchmark),
      ['Total'],
    );
    assert.throws(
      () => judgeBuilds(iterations([sample('a', 'time', 1)]), iterations([sample('b', 'time', 1)]), 1, 's'),
      (error) => isBenchError(error, 'benchmark-output'),
    );
  });

  it('calls hardly a benchmark of twenty different in a hundred comparisons of a build with itself', () => {
    const random = seeded(11);
    let alarms = 0;
    for (let time = 0; time < 100; time += 1) {
      const { rows } = judgeBuilds(suite(20, 15, random), suite(20, 15, random), 1, 's');
      alarms += rows.some(({ verdict }) => verdict !== 'no-difference') ? 1 : 0;
    }
    assert.ok(alarms <= 5, `${alarms} of 100`);
  });

  it('finds the one benchmark of twenty that is 10 % slower', () => {
    const random = seeded(12);
    const slower = suite(20, 15, random).map(({ index, samples }) => ({
      index,
      samples: samples.map((one) => (one.benchmark === 'b7' ? { ...one, value: one.value * 1.1 } : one)),
    }));
    const { rows } = judgeBuilds(suite(20, 15, random), slower, 1, 's');
    const found = rows
      .filter(({ verdict }) => verdict !== 'no-difference')
      .map(({ benchmark, verdict }) => [benchmark, verdict]);
    assert.deepEqual(found, [['b7', 'slower']]);
  });

  it('says how far a control moved from one half of the rounds to the other', () => {
    const [values = []] = noisyRounds([1], 20, 0, () => 0.5);
    const halves = values.map((_, at) => [sample('Total', 'time', at < 10 ? 100 : 103)]);
    assert.equal(driftOf(iterations(...halves), 1)?.toFixed(3), '0.030');
    assert.equal(driftOf([], 1), undefined);
  });
});
