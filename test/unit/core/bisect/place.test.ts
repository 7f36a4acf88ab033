import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planLooks } from '../../../../src/core/bisect/looks.ts';
import { placeCandidate } from '../../../../src/core/bisect/place.ts';
import { fewestDifferences } from '../../../../src/core/compare/signed-rank.ts';
import { noisyRounds, seeded } from '../../../support/noise.ts';

function placed(factors: readonly [number, number, number], rounds: number, sigma: number, seed: number) {
  const [before = [], candidate = [], after = []] = noisyRounds(factors, rounds, sigma, seeded(seed));
  return placeCandidate({ before, candidate, after }, 0.99);
}

describe('the side of a candidate', () => {
  it('is told by where it stands between both ends, whichever is slower', () => {
    assert.equal(placed([1, 1, 1.05], 20, 0.005, 1).side, 'before');
    assert.equal(placed([1, 1.05, 1.05], 20, 0.005, 2).side, 'after');
    assert.equal(placed([1.05, 1.05, 1], 20, 0.005, 3).side, 'before');
    assert.equal(placed([1.05, 1, 1], 20, 0.005, 4).side, 'after');
    const { position } = placed([1, 1.05, 1.05], 20, 0.005, 2);
    assert.ok(position.low <= position.estimate && position.estimate <= position.high);
    assert.ok(Math.abs(position.estimate - 1) < 0.2, String(position.estimate));
  });

  it('is not told from too few rounds, in too much noise, or half way', () => {
    assert.equal(placed([1, 1.05, 1.05], 5, 0.005, 1).side, undefined);
    assert.equal(placed([1, 1.01, 1.01], 12, 0.05, 5).side, undefined);
    assert.equal(placed([1, 1.025, 1.05], 40, 0.005, 6).side, undefined);
    const same = placeCandidate({ before: [1, 1], candidate: [1, 1], after: [1, 1] }, 0.99);
    assert.equal(same.side, undefined);
  });
});

describe('the looks at growing data', () => {
  it('grow to the most there may be, and the first has enough rounds for its confidence', () => {
    for (const [maxRounds, questions] of [
      [20, 2],
      [60, 5],
      [60, 19],
      [500, 12],
    ] as const) {
      const { rounds, confidence } = planLooks(maxRounds, questions, 0.95);
      assert.equal(rounds.at(-1), maxRounds);
      assert.deepEqual(
        rounds,
        [...new Set(rounds)].sort((a, b) => a - b),
      );
      assert.ok((rounds[0] ?? 0) >= Math.min(maxRounds, fewestDifferences(confidence)));
      assert.ok((1 - confidence) * rounds.length * questions <= 0.05 + 1e-12);
    }
  });
});
