/** The parts that the search for changes is made of. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cutIntoStretches } from '../../../../src/core/change/cut.ts';
import { nightlyNoise, wander } from '../../../../src/core/change/noise.ts';
import { type PlaceRange, plausibleRange } from '../../../../src/core/change/plausible-range.ts';
import { rankCuts } from '../../../../src/core/change/rank-cuts.ts';
import { SortedWindow } from '../../../../src/core/change/sorted-window.ts';
import { runningSums } from '../../../../src/core/change/sums.ts';
import { median } from '../../../../src/core/stats/quantiles.ts';
import { noisyLevels, normalNumbers } from '../../../support/random-numbers.ts';

const numbers = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 3, maxLength: 10 });

describe('cutting into stretches', () => {
  /** All ways to cut points into stretches of at least three. */
  function waysToCut(from: number, to: number): readonly (readonly number[])[] {
    const rest = Array.from({ length: Math.max(0, to - from - 5) }, (_, index) => from + 3 + index);
    return [[to], ...rest.flatMap((end) => waysToCut(end, to).map((ends) => [end, ...ends]))];
  }

  function costOf(values: readonly number[], ends: readonly number[], noise: number): number {
    return ends.reduce((total, end, index) => {
      const part = values.slice(ends[index - 1] ?? 0, end);
      const mean = part.reduce((sum, value) => sum + value, 0) / part.length;
      return total + 15 * noise ** 2 + part.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    }, 0);
  }

  it('costs no more than any other way', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 4 }), (values, noise) => {
        const cuts = cutIntoStretches(runningSums(Float64Array.from(values)), noise);
        const best = Math.min(...waysToCut(0, values.length).map((ends) => costOf(values, ends, noise)));
        assert.ok(costOf(values, cuts.slice(1), noise) <= best + 1e-9);
      }),
    );
  });
});

describe('ranking cuts', () => {
  it('takes the weakest out first and then measures its neighbours again', () => {
    // A cut is as strong as its distance from the nearer neighbour.
    const ranked = rankCuts([0, 10, 12, 30, 100], (from, place, to) => Math.min(place - from, to - place));
    assert.deepEqual(ranked, [
      { place: 10, strength: 2 },
      { place: 12, strength: 12 },
      { place: 30, strength: 30 },
    ]);
  });

  it('never says that a cut is weaker than one that went before', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 99 })), numbers, (places, weights) => {
        const cuts = [0, ...places.sort((one, other) => one - other), 100];
        const ranked = rankCuts(
          cuts,
          (from, place, to) => weights[(from + place + to) % weights.length] ?? 0,
        );
        assert.deepEqual(
          ranked.map(({ place }) => place).sort((one, other) => one - other),
          cuts.slice(1, -1),
        );
        ranked.slice(1).forEach(({ strength }, index) => {
          assert.ok(strength >= (ranked[index]?.strength ?? 0));
        });
      }),
    );
  });
});

describe('the noise of a series', () => {
  it('is the standard deviation of one point, whatever steps and spikes there are', () => {
    const values = Float64Array.from(
      noisyLevels(
        3,
        [
          [1, 300],
          [5, 300],
          [2, 300],
        ],
        0.01,
      ),
      Math.log,
    );
    values[100] = 7;
    assert.ok(Math.abs(nightlyNoise(values) / 0.01 - 1) < 0.1);
  });

  it('is never nothing', () => {
    assert.equal(nightlyNoise(new Float64Array(50)), 0.0002);
    assert.equal(nightlyNoise(new Float64Array(1)), 0.0002);
  });

  it('wanders no more than one point does if the points are independent, and more if they are not', () => {
    const normal = normalNumbers(4);
    const independent = Float64Array.from({ length: 2000 }, () => 0.01 * normal());
    let level = 0;
    const walking = independent.map((value) => {
      level = 0.98 * level + 0.01 * normal();
      return value + level;
    });
    assert.ok(Math.abs(wander(runningSums(independent), 0.01) / 0.01 - 1) < 0.2);
    assert.ok(wander(runningSums(walking), 0.01) > 0.03);
  });
});

describe('the range of a change', () => {
  const truePlace = 30;

  /** The range if the change was found at `place`, which the range always holds. */
  function rangeOf(seed: number, size: number, place: number): PlaceRange {
    const levels = [
      [1, truePlace],
      [1 + size, 30],
    ] as const;
    const values = Float64Array.from(noisyLevels(seed, levels, 0.01), Math.log);
    return plausibleRange(values, runningSums(values), { from: 0, place, to: 60 }, 0.0002);
  }

  it('holds the true place in 9 of 10 noisy series', () => {
    const rounds = Array.from({ length: 200 }, (_, seed) => seed);
    const early = rounds.filter((seed) => rangeOf(seed, 0.015, 57).earliest <= truePlace);
    const late = rounds.filter((seed) => rangeOf(seed, 0.015, 3).latest >= truePlace);
    assert.ok(early.filter((seed) => late.includes(seed)).length >= 180);
  });

  it('is the place itself where the step is clear, and wider where it is not', () => {
    assert.deepEqual(rangeOf(1, 0.2, truePlace), { earliest: truePlace, latest: truePlace });
    const unclear = rangeOf(1, 0.01, truePlace);
    assert.ok(unclear.latest - unclear.earliest > 3);
  });
});

describe('a window kept in order', () => {
  it('has the median of what is in it, and the deviation of more than half', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 40 }), (values) => {
        const window = new SortedWindow(7);
        values.forEach((value, index) => {
          window.add(value);
          if (index >= 7) {
            window.remove(values[index - 7] ?? Number.NaN);
          }
          const held = values.slice(Math.max(0, index - 6), index + 1);
          assert.equal(window.median(), median(held));
          const distances = held
            .map((other) => Math.abs(other - median(held)))
            .sort((one, other) => one - other);
          assert.equal(window.deviationFrom(median(held)), distances[held.length >> 1]);
        });
      }),
    );
  });
});
