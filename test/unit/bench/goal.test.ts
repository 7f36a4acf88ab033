import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Goal, goalText, judge } from '../../bench/framework/goal.ts';

const measured = (...values: readonly number[]) => values.map((value, round) => ({ round, value }));

const ours = measured(10, 11, 12, 11, 10, 11);
const others = new Map([['make', measured(10, 10, 10, 10, 10, 10)]]);

describe('a goal', () => {
  const cases: readonly { readonly goal: Goal; readonly met: boolean; readonly certain: boolean }[] = [
    { goal: { kind: 'at-most', limit: 12 }, met: true, certain: true },
    { goal: { kind: 'at-most', limit: 11 }, met: true, certain: false },
    { goal: { kind: 'at-most', limit: 9 }, met: false, certain: true },
    { goal: { kind: 'at-least', limit: 9 }, met: true, certain: true },
    { goal: { kind: 'at-least', limit: 13 }, met: false, certain: true },
    { goal: { kind: 'ratio-at-most', to: 'make', limit: 1.15 }, met: true, certain: false },
    { goal: { kind: 'ratio-at-most', to: 'make', limit: 1.05 }, met: false, certain: false },
    { goal: { kind: 'difference-at-most', to: 'make', limit: 2 }, met: true, certain: true },
    { goal: { kind: 'difference-at-most', to: 'make', limit: 0.5 }, met: false, certain: false },
  ];
  for (const { goal, met, certain } of cases) {
    it(`${goalText(goal, 'ms')} is ${met ? 'met' : 'missed'}${certain ? '' : ', not for certain'}`, () => {
      const judged = judge(goal, ours, others);
      assert.deepEqual([judged.met, judged.certain], [met, certain]);
    });
  }

  it('is never certain with too few rounds', () => {
    assert.equal(judge({ kind: 'at-most', limit: 100 }, measured(1, 2), others).certain, false);
  });

  it('that names nobody who was measured is a mistake', () => {
    assert.throws(() => judge({ kind: 'ratio-at-most', to: 'ninja', limit: 1 }, ours, others), RangeError);
  });

  it('is worded for people', () => {
    assert.equal(goalText({ kind: 'at-most', limit: 30_000 }, 'ms'), 'at most 30.0 s');
    assert.equal(
      goalText({ kind: 'ratio-at-most', to: 'docker build', limit: 1 / 20 }, 'ms'),
      'at least 20.0 times as fast as docker build',
    );
    assert.equal(
      goalText({ kind: 'difference-at-most', to: 'make', limit: 500 }, 'ms'),
      'at most 500 ms more than make',
    );
  });
});
