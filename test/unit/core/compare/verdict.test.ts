import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { judge } from '../../../../src/core/compare/verdict.ts';
import { noisyRounds, seeded } from '../../../support/noise.ts';

const options = { confidence: 0.95, smallestChange: 0.01 };

function simulate(factor: number, rounds: number, sigma: number, random: () => number, confidence = 0.95) {
  const [base = [], candidate = []] = noisyRounds([1, factor], rounds, sigma, random);
  return judge({ base, candidate }, { ...options, confidence });
}

/** How many of `count` simulated comparisons come to another verdict than `no-difference`. */
function alarms(count: number, factor: number, sigma: number, confidence: number): number {
  const random = seeded(2015);
  const verdicts = Array.from(
    { length: count },
    () => simulate(factor, 15, sigma, random, confidence).verdict,
  );
  return verdicts.filter((verdict) => verdict !== 'no-difference').length;
}

describe('the verdict on two builds', () => {
  it('finds a difference between a build and itself as rarely as its confidence says', () => {
    // Three times the root of the expected number above it.
    assert.ok(alarms(4000, 1, 0.01, 0.95) <= 200 + 42);
    assert.ok(alarms(4000, 1, 0.01, 0.99) <= 40 + 19);
    assert.ok(alarms(4000, 1, 0.01, 0.9975) <= 10 + 9);
  });

  it('finds 5 % in every comparison of fifteen rounds, and what is smaller in most', () => {
    assert.equal(alarms(200, 1.05, 0.01, 0.95), 200);
    assert.ok(alarms(200, 1.02, 0.01, 0.95) >= 180);
  });

  it('says which way and how much', () => {
    const slower = simulate(1.05, 20, 0.005, seeded(1));
    assert.equal(slower.verdict, 'slower');
    assert.ok(Math.abs(slower.change.estimate - 0.05) < 0.01);
    assert.ok(slower.change.low > 0.03 && slower.change.high < 0.07);
    assert.equal(simulate(0.95, 20, 0.005, seeded(1)).verdict, 'faster');
  });

  it('holds the true change in its interval about as often as it claims', () => {
    const random = seeded(7);
    const missed = Array.from({ length: 500 }, () => simulate(1.03, 15, 0.01, random)).filter(
      ({ change }) => change.low > 0.03 || change.high < 0.03,
    );
    // The median of the base, which all is divided by, is itself a guess.
    assert.ok(missed.length <= 35, `${missed.length} of 500`);
  });

  it('plans rounds that then show the change that was asked for, four times of five', () => {
    const random = seeded(3);
    const planned = Array.from({ length: 60 }, () => simulate(1, 15, 0.02, random).roundsNeeded ?? 0);
    const typical = planned.sort((a, b) => a - b)[30] ?? 0;
    assert.ok(typical > 15 && typical < 150, `${typical} rounds`);
    const shown = Array.from({ length: 100 }, () => simulate(1.01, typical, 0.02, random)).filter(
      ({ verdict }) => verdict === 'slower',
    );
    assert.ok(shown.length >= 65, `${shown.length} of 100`);
  });

  it('says that there are too few rounds to tell anything', () => {
    const few = judge({ base: [1, 1, 1], candidate: [2, 2, 2] }, options);
    assert.equal(few.verdict, 'too-few-rounds');
    assert.equal(few.roundsNeeded, undefined);
    assert.equal(judge({ base: [], candidate: [] }, options).verdict, 'not-comparable');
  });

  it('does not divide by a typical value of zero', () => {
    const zero = judge({ base: Array(10).fill(0), candidate: Array(10).fill(3) }, options);
    assert.equal(zero.verdict, 'not-comparable');
    assert.equal(zero.candidateMedian, 3);
  });

  it('finds exactly equal values equal', () => {
    const same = Array(10).fill(4096);
    const { verdict, change, roundsNeeded } = judge({ base: same, candidate: same }, options);
    assert.deepEqual(
      { verdict, change },
      { verdict: 'no-difference', change: { estimate: 0, low: 0, high: 0 } },
    );
    assert.equal(roundsNeeded, 6);
  });

  const times = fc.array(
    fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 1_000_000 })),
    {
      minLength: 1,
      maxLength: 25,
    },
  );

  it('does not depend on the unit', () => {
    fc.assert(
      fc.property(times, (pairs) => {
        const base = pairs.map(([a]) => a);
        const candidate = pairs.map(([, b]) => b);
        const scaled = judge(
          { base: base.map((a) => a * 1024), candidate: candidate.map((b) => b * 1024) },
          options,
        );
        const { verdict, change } = judge({ base, candidate }, options);
        assert.deepEqual({ verdict: scaled.verdict, change: scaled.change }, { verdict, change });
      }),
    );
  });

  it('calls nothing faster whose every value is larger', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 1000 }), (pairs, more) => {
        const base = pairs.map(([a]) => a);
        const { verdict } = judge({ base, candidate: base.map((a) => a + more) }, options);
        assert.ok(verdict === 'slower' || (base.length < 6 && verdict === 'too-few-rounds'));
      }),
    );
  });
});
