import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Formats, fill } from '../../../webview/format.ts';

const english = new Formats('en');

describe('values', () => {
  it('have a unit that fits their size', () => {
    assert.equal(english.value(351.2, 'ms'), '351.20 ms');
    assert.equal(english.value(9999.94, 'ms'), '9,999.9 ms');
    assert.equal(english.value(12_345, 'ms'), '12.345 s');
    assert.equal(english.value(0.0123, 'ms'), '12.300 µs');
    assert.equal(english.value(20_500_000, 'bytes'), '20.5 MB');
    assert.equal(english.value(512, 'bytes'), '512 B');
    assert.equal(english.value(1_234_567_890, 'instructions'), '1.2346 G');
  });

  it('follow the language', () => {
    assert.equal(new Formats('de').value(351.2, 'ms'), '351,20 ms');
  });

  it('say how they differ, where that can be said', () => {
    assert.equal(english.change(101, 100), '+1%');
    assert.equal(english.change(99.5, 100), '-0.5%');
    assert.equal(english.change(100, 100), '0%');
    assert.equal(english.change(1, 0), '');
  });
});

describe("an axis's values", () => {
  it('have the digits that tell them apart', () => {
    assert.deepEqual(english.ticks([350, 352.5, 355], 2.5, 'ms'), ['350.0 ms', '352.5 ms', '355.0 ms']);
    assert.deepEqual(english.ticks([350, 360], 10, 'ms'), ['350 ms', '360 ms']);
    assert.deepEqual(english.ticks([10_000, 10_500], 500, 'ms'), ['10.0 s', '10.5 s']);
    assert.deepEqual(english.ticks([0.01, 0.02], 0.01, 'ms'), ['10 µs', '20 µs']);
    assert.deepEqual(english.ticks([], 1, 'ms'), []);
  });

  it('are never equal for different values of an increment that uPlot takes', () => {
    const increment = fc.tuple(fc.constantFrom(1, 2, 2.5, 5), fc.integer({ min: -3, max: 8 }));
    fc.assert(
      fc.property(increment, fc.integer({ min: 0, max: 500 }), ([factor, exponent], start) => {
        const step = factor * 10 ** exponent;
        const values = [0, 1, 2, 3].map((index) => (start + index) * step);
        assert.equal(new Set(english.ticks(values, step, 'ms')).size, values.length);
      }),
    );
  });
});

describe("a time axis's labels", () => {
  const noon = new Date(2025, 9, 31, 12).getTime() / 1000;
  const day = 86_400;

  it('say the year under the first day and where it changes', () => {
    const labels = english.timeTicks([noon, noon + 30 * day, noon + 62 * day], 30 * day);
    assert.deepEqual(labels, ['Oct\n2025', 'Nov', 'Jan\n2026']);
  });

  it('say the day under the first hour and where it changes', () => {
    const labels = new Formats('en-GB').timeTicks([noon, noon + 3600 * 6, noon + 3600 * 12], 3600 * 6);
    assert.deepEqual(labels, ['12:00\n31 Oct', '18:00', '00:00\n1 Nov']);
  });

  it('are plain years over many years', () => {
    assert.deepEqual(english.timeTicks([noon, noon + 400 * day], 365 * day), ['2025', '2026']);
  });
});

describe('filling in', () => {
  it('replaces places, and never what it has put there', () => {
    assert.equal(fill('{1} of {0}: {0}', '{1}', 2), '2 of {1}: {1}');
    assert.equal(fill('{3} stays', 'a'), '{3} stays');
  });
});
