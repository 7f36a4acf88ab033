import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { detectChanges } from '../../../../src/core/change/detect-changes.ts';
import { noisyLevels } from '../../../support/random-numbers.ts';

const level = fc.double({ min: 1e-3, max: 1e9, noNaN: true });
const seed = fc.integer({ min: 0, max: 2 ** 31 });

function constant(value: number, count: number): readonly number[] {
  return Array.from({ length: count }, () => value);
}

function placesOf(series: readonly (number | null)[], leastStrength?: number): readonly number[] {
  return detectChanges(series, leastStrength).changes.map(({ firstAfter }) => firstAfter);
}

describe('a clean step', () => {
  it('is found at its place with its size, whatever the level', () => {
    const counts = fc.integer({ min: 6, max: 150 });
    const factor = fc.oneof(
      fc.double({ min: 0.1, max: 0.98, noNaN: true }),
      fc.double({ min: 1.02, max: 10, noNaN: true }),
    );
    fc.assert(
      fc.property(level, factor, counts, counts, (before, step, countBefore, countAfter) => {
        const series = [...constant(before, countBefore), ...constant(before * step, countAfter)];
        const { changes, spikes } = detectChanges(series);
        assert.equal(changes.length, 1);
        assert.deepEqual(spikes, []);
        const [change] = changes;
        assert.ok(change !== undefined);
        assert.equal(change.lastBefore, countBefore - 1);
        assert.equal(change.firstAfter, countBefore);
        assert.deepEqual(change.range, { lastBefore: countBefore - 1, firstAfter: countBefore });
        assert.ok(Math.abs(change.relative - (step - 1)) < 1e-9);
        assert.ok(Math.abs(change.absolute / (before * (step - 1)) - 1) < 1e-6);
        assert.ok(change.confidence > 0.99);
      }),
    );
  });

  it('has its levels as stretches on both sides', () => {
    assert.deepEqual(detectChanges([...constant(8, 10), ...constant(4, 10)]).stretches, [
      { first: 0, last: 9, level: 8 },
      { first: 10, last: 19, level: 4 },
    ]);
  });

  it('is found in noise as early as its size allows', () => {
    const stable: readonly [number, number] = [100, 60];
    const after = (size: number, count: number) =>
      placesOf(noisyLevels(5, [stable, [100 * (1 + size), count]], 0.002));
    assert.deepEqual(after(0.05, 3), [60]);
    assert.deepEqual(after(0.02, 8), [60]);
    assert.deepEqual(after(0.01, 16), [60]);
    assert.deepEqual(after(0.01, 4), []);
  });

  it('and a step back are two changes if the level lasted', () => {
    const series = noisyLevels(
      1,
      [
        [1, 40],
        [1.03, 20],
        [1, 40],
      ],
      0.001,
    );
    assert.deepEqual(placesOf(series), [40, 60]);
  });
});

describe('a series without a change', () => {
  it('has none if it is constant, however short or long', () => {
    fc.assert(
      fc.property(level, fc.integer({ min: 1, max: 200 }), (value, count) => {
        const { changes, spikes, stretches } = detectChanges(constant(value, count));
        assert.deepEqual(changes, []);
        assert.deepEqual(spikes, []);
        assert.equal(stretches.length, 1);
      }),
    );
  });

  it('alarms less than once in 1,000 points if it is noise', () => {
    let alarms = 0;
    for (let round = 0; round < 40; round += 1) {
      alarms += placesOf(noisyLevels(round, [[1, 250]], 0.002)).length;
    }
    assert.ok(alarms < 10, `${alarms} alarms in 10,000 points`);
  });

  it('is nothing at all if nothing was measured', () => {
    assert.deepEqual(detectChanges([]), { changes: [], spikes: [], stretches: [] });
    assert.deepEqual(detectChanges([null, null]), { changes: [], spikes: [], stretches: [] });
  });

  it('has too few points to say more when there are five', () => {
    assert.deepEqual(placesOf([1, 1, 9, 9, 9]), []);
  });
});

describe('a spike', () => {
  it('is a spike and not two changes, and comes back', () => {
    const place = fc.integer({ min: 1, max: 57 });
    const factor = fc.oneof(
      fc.double({ min: 0.2, max: 0.9, noNaN: true }),
      fc.double({ min: 1.1, max: 5, noNaN: true }),
    );
    fc.assert(
      fc.property(place, fc.integer({ min: 1, max: 2 }), factor, seed, (at, length, off, noise) => {
        const series = [...noisyLevels(noise, [[10, 60]], 0.001)];
        for (let index = at; index < at + length; index += 1) {
          series[index] = 10 * off;
        }
        const { changes, spikes } = detectChanges(series);
        assert.deepEqual(changes, []);
        const large = spikes.filter(({ relative }) => Math.abs(relative) > 0.05);
        assert.deepEqual(
          large.map(({ index, value, cameBack }) => ({ index, value, cameBack })),
          Array.from({ length }, (_, index) => ({ index: at + index, value: 10 * off, cameBack: true })),
        );
        assert.ok(large.every(({ usual }) => Math.abs(usual / 10 - 1) < 0.005));
      }),
      // Noise beside the spike that is itself a little off, on the same side.
      { examples: [[21, 2, 1.1, 1138607780]] },
    );
  });

  it('may be the start of a change while it is the newest point', () => {
    const { changes, spikes } = detectChanges([...constant(10, 30), 11, 11]);
    assert.deepEqual(changes, []);
    assert.deepEqual(
      spikes.map(({ index, cameBack }) => ({ index, cameBack })),
      [
        { index: 30, cameBack: false },
        { index: 31, cameBack: false },
      ],
    );
    assert.deepEqual(placesOf([...constant(10, 30), 11, 11, 11]), [30]);
  });

  it('does not hide a change that follows it', () => {
    const series = [...constant(10, 30), 15, ...constant(10, 9), ...constant(10.5, 30)];
    const { changes, spikes } = detectChanges(series);
    assert.deepEqual(
      spikes.map(({ index }) => index),
      [30],
    );
    assert.deepEqual(
      changes.map(({ firstAfter }) => firstAfter),
      [40],
    );
  });
});

describe('a series with gaps', () => {
  it('has the changes of the series without them, at their places', () => {
    const gaps = fc.array(fc.nat(79), { maxLength: 20 });
    fc.assert(
      fc.property(gaps, seed, (before, noise) => {
        const dense = noisyLevels(
          noise,
          [
            [1, 40],
            [1.05, 40],
          ],
          0.001,
        );
        const sparse = dense.flatMap((value, index) => [
          ...before.filter((gap) => gap === index).map(() => null),
          value,
        ]);
        const toDense = sparse.map(
          (_, index) => sparse.slice(0, index).filter((value) => value !== null).length,
        );
        const found = detectChanges(sparse);
        assert.deepEqual(
          found.changes.map(({ lastBefore, firstAfter }) => [toDense[lastBefore], toDense[firstAfter]]),
          detectChanges(dense).changes.map(({ lastBefore, firstAfter }) => [lastBefore, firstAfter]),
        );
        assert.equal(found.changes.length, 1);
      }),
    );
  });

  it('spans a gap between the last point before a change and the first after it', () => {
    const series = [...constant(1, 10), null, null, ...constant(2, 10)];
    const [change] = detectChanges(series).changes;
    assert.deepEqual([change?.lastBefore, change?.firstAfter], [9, 12]);
  });
});

describe('values that are no measurement', () => {
  it('are refused by name', () => {
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, 0, -1]) {
      assert.throws(() => detectChanges([1, null, wrong, 1]), {
        name: 'RangeError',
        message: `Changes are looked for in positive numbers within 300 orders of magnitude; point 2 is ${wrong}.`,
      });
    }
  });

  it('are refused if they are further apart than a number can say', () => {
    assert.throws(() => detectChanges([Number.MIN_VALUE, Number.MAX_VALUE]), RangeError);
  });
});
