import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Bisection, searchOf } from '../../../../src/core/bisect/bisection.ts';
import { parseBisection } from '../../../../src/core/bisect/bisection-schema.ts';
import type { MeasureInTurns } from '../../../../src/core/bisect/measure-turns.ts';
import { runBisection } from '../../../../src/core/bisect/run-bisection.ts';
import { errors, isBenchError } from '../../../../src/core/errors.ts';
import { bisectionOf, type SimulatedHistory, simulatedTurns } from '../../../support/bisect-data.ts';
import { commitOf } from '../../../support/commit-line.ts';
import { seeded } from '../../../support/noise.ts';

/** Times that change by `step` with one commit. */
function withStep(size: number, culprit: number, step: number): readonly number[] {
  return Array.from({ length: size }, (_, index) => (index < culprit ? 1 : 1 + step));
}

async function run(measureInTurns: MeasureInTurns, bisection: Bisection) {
  const saved: Bisection[] = [];
  const ended = await runBisection(
    {
      measureInTurns,
      save: async (state) => void saved.push(state),
      mergedBy: async () => [],
    },
    bisection,
    () => {},
  );
  assert.deepEqual(saved.at(-1), ended);
  return { ended, saved };
}

const simulate = (history: SimulatedHistory, more: Partial<Bisection> = {}) =>
  run(simulatedTurns(history), bisectionOf(history.factors.length, more)).then(({ ended }) => ended);

describe('a bisection', () => {
  it('ends at the commit of a step that is large against the noise, whatever does not build', async () => {
    const histories = fc.integer({ min: 2, max: 60 }).chain((size) =>
      fc.record({
        size: fc.constant(size),
        culprit: fc.integer({ min: 1, max: size - 1 }),
        step: fc.constantFrom(0.05, -0.05, 0.2, -0.2),
        broken: fc.array(fc.integer({ min: 1, max: Math.max(1, size - 2) }), { maxLength: 20 }),
        seed: fc.integer(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(histories, async ({ size, culprit, step, broken, seed }) => {
        const isBroken = (index: number) => index < size - 1 && broken.includes(index);
        const factors = withStep(size, culprit, step).map((factor, index) =>
          isBroken(index) ? undefined : factor,
        );
        const { outcome, confirmation } = await simulate({ factors, sigma: 0.005, random: seeded(seed) });
        if (outcome?.kind === 'found') {
          assert.equal(outcome.index, culprit);
          assert.equal(confirmation?.isShown, true);
          assert.ok(Math.abs((confirmation?.change.estimate ?? 0) - step) < 0.03);
        } else {
          assert.ok(outcome?.kind === 'one-of' && outcome.indexes.includes(culprit), outcome?.kind);
          assert.ok(outcome.indexes.slice(0, -1).every(isBroken));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('adds rounds only where the noise demands them', async () => {
    const roundsWith = async (step: number) => {
      const all: number[] = [];
      const history = { factors: withStep(30, 17, step), sigma: 0.01, random: seeded(7) };
      const turns = simulatedTurns(history, (_, rounds) => all.push(rounds));
      const { ended } = await run(turns, bisectionOf(30, { maxRounds: 500 }));
      assert.deepEqual(ended.outcome, { kind: 'found', index: 17, merged: [] });
      return Math.max(...all);
    };
    const large = await roundsWith(0.3);
    const small = await roundsWith(0.01);
    assert.ok(large <= 15, String(large));
    assert.ok(small > 2 * large, `${small} and ${large}`);
  });

  it('says that the ends do not differ, in 19 of 20 histories without a change', async () => {
    let alarms = 0;
    for (let seed = 1; seed <= 100; seed += 1) {
      const { outcome, ends } = await simulate({
        factors: withStep(20, 10, 0),
        sigma: 0.01,
        random: seeded(seed),
      });
      alarms += outcome?.kind === 'no-change' ? 0 : 1;
      assert.equal(ends?.rounds === 60, outcome?.kind === 'no-change');
    }
    assert.ok(alarms <= 5, `${alarms} of 100`);
  });

  it('says that it cannot tell a commit that stands half way, and goes on with more rounds later', async () => {
    const factors = [1, 1, 1.02, 1.04, 1.04];
    const first = await simulate({ factors, sigma: 0.01, random: seeded(3) });
    assert.ok(first.outcome?.kind === 'cannot-tell');
    assert.deepEqual([first.outcome.index, first.outcome.rounds], [2, 60]);
    assert.ok(first.outcome.position.low < 0.5 && first.outcome.position.high > 0.5);
    const asked: number[] = [];
    const clearer = { factors: [1, 1, 1.04, 1.04, 1.04], sigma: 0.01, random: seeded(4) };
    const turns = simulatedTurns(clearer, (builds) => asked.push(builds.length));
    const { ended } = await run(turns, { ...first, maxRounds: 200 });
    assert.deepEqual(ended.outcome, { kind: 'found', index: 2, merged: [] });
    assert.deepEqual(asked, [3, 3, 2], 'the ends are not measured again');
  });

  it('rejects when an end does not build, since nothing can be told without it', async () => {
    const factors = [1, 1, undefined];
    await assert.rejects(simulate({ factors, sigma: 0.01, random: seeded(1) }), (error) =>
      isBenchError(error, 'build-failed'),
    );
  });

  it('goes on where it was stopped, from what it wrote down', async () => {
    const factors = withStep(40, 23, 0.1).map((factor, index) => (index === 20 ? undefined : factor));
    const straight = await simulate({ factors, sigma: 0.005, random: seeded(9) });
    let state = bisectionOf(40);
    let stops = 0;
    for (let number = 0; state.outcome === undefined; number += 1) {
      let left = 1;
      const turns = simulatedTurns({ factors, sigma: 0.005, random: seeded(number) });
      const stopping: MeasureInTurns = (...call) => {
        left -= 1;
        return left < 0 ? Promise.reject(errors.cancelled()) : turns(...call);
      };
      const saved: Bisection[] = [];
      await runBisection(
        {
          measureInTurns: stopping,
          save: async (changed) => void saved.push(changed),
          mergedBy: async () => [commitOf(99)],
        },
        state,
        () => {},
      ).catch((error: unknown) => {
        assert.ok(isBenchError(error, 'cancelled'));
        stops += 1;
      });
      const read = parseBisection(JSON.parse(JSON.stringify(saved.at(-1) ?? state)));
      assert.ok('value' in read, JSON.stringify(read));
      state = read.value;
    }
    assert.ok(stops >= 5, String(stops));
    assert.deepEqual(state.outcome, { kind: 'found', index: 23, merged: [commitOf(99)] });
    assert.deepEqual([...searchOf(state).verdicts], [...searchOf(straight).verdicts]);
  });
});

describe('a bisection that was written down', () => {
  it('is read as it was, an open interval too', () => {
    const open = { estimate: 0.1, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    const state = bisectionOf(9, {
      outcome: { kind: 'cannot-tell', index: 4, position: open, rounds: 20 },
      wanted: { benchmark: 'mandel()', metric: 'time' },
      steps: [{ kind: 'skipped', index: 3, reason: 'build-failed', message: 'x', output: ['y'] }],
    });
    assert.deepEqual(parseBisection(JSON.parse(JSON.stringify(state))), { value: state });
  });

  it('is refused if a step is of an end, or of no commit', () => {
    for (const index of [0, 8, 9, -1]) {
      const step = { kind: 'skipped', index, reason: 'build-failed', message: 'x', output: [] } as const;
      const read = parseBisection(JSON.parse(JSON.stringify(bisectionOf(9, { steps: [step] }))));
      assert.ok('problem' in read, String(index));
    }
  });
});
