/** What holds for every series, whatever its values. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { detectChanges } from '../../../../src/core/change/detect-changes.ts';
import { noisyLevels } from '../../../support/random-numbers.ts';

const seed = fc.integer({ min: 0, max: 2 ** 31 });

function placesOf(series: readonly (number | null)[], leastStrength?: number): readonly number[] {
  return detectChanges(series, leastStrength).changes.map(({ firstAfter }) => firstAfter);
}

describe('any series', () => {
  const values = fc.array(fc.double({ min: 1e-150, max: 1e150, noNaN: true }), { maxLength: 80 });
  const ties = fc.array(fc.constantFrom(1, 1, 1, 1.001, 1.01, 1.1), { maxLength: 80 });

  it('is cut into stretches that hold all of its points', () => {
    fc.assert(
      fc.property(fc.oneof(values, ties), (series) => {
        const { changes, stretches } = detectChanges(series);
        assert.equal(stretches.length, series.length === 0 ? 0 : changes.length + 1);
        stretches.forEach(({ first, last }, index) => {
          assert.equal(first, index === 0 ? 0 : (stretches[index - 1]?.last ?? 0) + 1);
          assert.ok(last >= first);
        });
        assert.equal(stretches.at(-1)?.last ?? -1, series.length - 1);
      }),
    );
  });

  it('has changes that agree with their stretches, and ranges that hold them', () => {
    fc.assert(
      fc.property(fc.oneof(values, ties), (series) => {
        const { changes, stretches } = detectChanges(series);
        changes.forEach((change, index) => {
          assert.equal(change.lastBefore, stretches[index]?.last);
          assert.equal(change.firstAfter, stretches[index + 1]?.first);
          assert.equal(change.before, stretches[index]?.level);
          assert.equal(change.after, stretches[index + 1]?.level);
          assert.ok(change.range.lastBefore <= change.lastBefore);
          assert.ok(change.range.firstAfter >= change.firstAfter);
          assert.ok(change.strength >= 1);
          assert.ok(change.confidence >= 0 && change.confidence <= 1);
        });
      }),
    );
  });

  it('has the same changes in any unit', () => {
    fc.assert(
      fc.property(fc.oneof(ties, values), fc.integer({ min: -40, max: 40 }), (series, exponent) => {
        // A power of two changes no digit, so that not even a tie may fall differently.
        const scale = 2 ** exponent;
        const found = detectChanges(series);
        const scaled = detectChanges(series.map((value) => value * scale));
        assert.deepEqual(
          scaled.changes,
          found.changes.map((change) => ({
            ...change,
            before: change.before * scale,
            after: change.after * scale,
            absolute: change.absolute * scale,
          })),
        );
        assert.deepEqual(
          scaled.spikes.map(({ index }) => index),
          found.spikes.map(({ index }) => index),
        );
      }),
    );
  });

  it('keeps its stronger changes where weaker ones are asked for, too', () => {
    const strengths = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.oneof(values, ties), strengths, strengths, (series, one, other) => {
        const few = placesOf(series, Math.max(one, other));
        const many = placesOf(series, Math.min(one, other));
        assert.ok(few.every((place) => many.includes(place)));
      }),
    );
  });

  it('keeps a clear change at its place while points are added', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: 12, max: 60 }), (noise, count) => {
        const series = noisyLevels(
          noise,
          [
            [1, 40],
            [1.04, 61],
          ],
          0.002,
        );
        assert.deepEqual(placesOf(series.slice(0, 40 + count)), [40]);
        assert.deepEqual(placesOf(series.slice(0, 40 + count + 1)), [40]);
      }),
    );
  });
});
