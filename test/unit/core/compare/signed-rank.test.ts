import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fewestDifferences, signedRankInterval } from '../../../../src/core/compare/signed-rank.ts';

/** Depression scores of nine patients before and after: Hollander and Wolfe, example 3.1 (differences Y - X). */
const hamilton = [-0.952, 0.147, -1.022, -0.43, -0.62, -0.59, -0.49, 0.08, -0.01];

describe('the interval of the signed-rank test', () => {
  it('gives the book its numbers: estimate -0.46, and -0.786 to -0.010 at 96.1 %', () => {
    const { estimate, low, high } = signedRankInterval(hamilton, 0.96);
    assert.equal(estimate.toFixed(2), '-0.46');
    assert.equal(low.toFixed(3), '-0.786');
    assert.equal(high.toFixed(3), '-0.010');
  });

  it('has no bounds where there are too few differences, and has them from the fewest on', () => {
    for (const confidence of [0.5, 0.9, 0.95, 0.9975, 0.999]) {
      const fewest = fewestDifferences(confidence);
      const some = Array.from({ length: fewest }, (_, index) => index);
      assert.ok(Number.isFinite(signedRankInterval(some, confidence).low), `${fewest} at ${confidence}`);
      if (fewest > 1) {
        assert.equal(signedRankInterval(some.slice(1), confidence).low, Number.NEGATIVE_INFINITY);
      }
    }
  });

  it('does not care for one value that is far off', () => {
    const steady = [0.01, 0.012, 0.011, 0.009, 0.01, 0.011, 0.012, 0.009, 0.01, 0.011, 0.01, 0.011, 0.009];
    for (const far of [40, -40]) {
      const { low, high } = signedRankInterval([...steady, far], 0.95);
      assert.ok(low >= 0.009 && high <= 0.012, `${low} to ${high} with ${far}`);
    }
  });

  const values = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 1, maxLength: 40 });

  it('holds its estimate, and mirrors, shifts and scales with the values', () => {
    fc.assert(
      fc.property(
        values,
        fc.integer({ min: -1000, max: 1000 }),
        fc.constantFrom(0.5, 2, 8),
        (some, shift, scale) => {
          const { estimate, low, high } = signedRankInterval(some, 0.95);
          assert.ok(low <= estimate && estimate <= high);
          const mirrored = signedRankInterval(
            some.map((value) => -value),
            0.95,
          );
          assert.deepEqual(
            [-mirrored.high, -mirrored.estimate, -mirrored.low].map((x) => x + 0),
            [low, estimate, high].map((x) => x + 0),
          );
          const moved = signedRankInterval(
            some.map((value) => value * scale + shift),
            0.95,
          );
          assert.deepEqual(moved, {
            estimate: estimate * scale + shift,
            low: low * scale + shift,
            high: high * scale + shift,
          });
        },
      ),
    );
  });

  it('is wider at a higher confidence', () => {
    fc.assert(
      fc.property(values, (some) => {
        const narrow = signedRankInterval(some, 0.8);
        const wide = signedRankInterval(some, 0.99);
        assert.ok(wide.low <= narrow.low && narrow.high <= wide.high);
      }),
    );
  });
});
