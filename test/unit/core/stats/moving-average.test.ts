import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { movingAverage } from '../../../../src/core/stats/moving-average.ts';

const values = fc.array(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), { maxLength: 60 });
const windows = fc.integer({ min: 1, max: 9 });

test('averages each point with the four before it', () => {
  assert.deepEqual(movingAverage([10, 20, 30, 40, 50, 60, 10], 5), [null, null, null, null, 30, 40, 38]);
});

test('gives nothing until the window is full', () => {
  assert.deepEqual(movingAverage([1, 2, 3, 4], 5), [null, null, null, null]);
  assert.deepEqual(movingAverage([], 5), []);
});

test('a spike is forgotten exactly after the window', () => {
  const average = movingAverage([1, 1, 1e15, 1, 1, 1], 3);
  assert.equal(average[5], 1);
});

test('averages of values near the largest number do not overflow', () => {
  const average = movingAverage([Number.MAX_VALUE, Number.MAX_VALUE], 2);
  assert.equal(average[1], Number.MAX_VALUE);
});

test('refuses a window that is no whole number of at least one', () => {
  for (const window of [0, -1, 2.5, Number.NaN]) {
    assert.throws(() => movingAverage([1], window), RangeError);
  }
});

test('has the length of its input, empty exactly at the first points', () => {
  fc.assert(
    fc.property(values, windows, (input, window) => {
      const average = movingAverage(input, window);
      assert.equal(average.length, input.length);
      average.forEach((value, index) => {
        assert.equal(value === null, index < window - 1);
      });
    }),
  );
});

test('lies between the smallest and the largest value of its window', () => {
  fc.assert(
    fc.property(values, windows, (input, window) => {
      movingAverage(input, window).forEach((value, index) => {
        if (value !== null) {
          const part = input.slice(index - window + 1, index + 1);
          const tolerance = Math.max(...part) * 1e-12;
          assert.ok(value >= Math.min(...part) - tolerance && value <= Math.max(...part) + tolerance);
        }
      });
    }),
  );
});

test('a run that is added later changes no earlier average', () => {
  fc.assert(
    fc.property(values, fc.double({ min: 0, max: 1e9, noNaN: true }), windows, (input, next, window) => {
      assert.deepEqual(movingAverage([...input, next], window).slice(0, -1), movingAverage(input, window));
    }),
  );
});

test('leaves out what does not count, and goes on behind it', () => {
  assert.deepEqual(movingAverage([10, null, 20, 900, null, 30], 2), [null, null, 15, 460, null, 465]);
});
