import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { firstFrom, nearestTo } from '../../../src/core/plot/time-order.ts';
import { brushEdges, dragged, gripAt } from '../../../webview/brush.ts';
import { spanAfterBrushKey, spanAfterKey } from '../../../webview/time-keys.ts';
import { containing, fitted, moved, wholeSpan, zoomed } from '../../../webview/time-window.ts';

const day = 86_400;

describe('a moment in a column of times', () => {
  const times = fc
    .array(fc.integer({ min: 0, max: 1000 }), { maxLength: 40 })
    .map((list) => Float64Array.from(list).sort());

  it('is found as a search from the start would find it', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: -5, max: 1005 }), (column, time) => {
        const first = column.findIndex((one) => one >= time);
        assert.equal(firstFrom(column, time), first < 0 ? column.length : first);
        const nearest = nearestTo(column, time);
        const distance = Math.min(...column.map((one) => Math.abs(one - time)));
        assert.equal(
          nearest === undefined ? Number.POSITIVE_INFINITY : Math.abs((column[nearest] ?? 0) - time),
          distance,
        );
      }),
    );
  });
});

describe('the shown part of the time', () => {
  const whole = { min: 0, max: 100 * day };

  it('has room at both ends of all runs of all series', () => {
    assert.deepEqual(wholeSpan([Float64Array.of(100, 150), Float64Array.of(50, 90)]), { min: 48, max: 152 });
  });

  it('is a day around a single run, and something without any', () => {
    assert.deepEqual(wholeSpan([Float64Array.of(day)]), { min: day / 2, max: 1.5 * day });
    assert.deepEqual(wholeSpan([]), { min: -day / 2, max: day / 2 });
  });

  it('stays within what there is, as long as it was', () => {
    assert.deepEqual(fitted({ min: -10 * day, max: 10 * day }, whole), { min: 0, max: 20 * day });
    assert.deepEqual(fitted({ min: 95 * day, max: 105 * day }, whole), { min: 90 * day, max: 100 * day });
  });

  it('is all of it when it would be more, and never too short for two labels', () => {
    assert.equal(fitted({ min: -day, max: 101 * day }, whole), undefined);
    assert.deepEqual(fitted({ min: 10 * day, max: 10 * day + 1 }, whole), {
      min: 10 * day + 0.5 - 300,
      max: 10 * day + 0.5 + 300,
    });
  });

  it('keeps the moment under the mouse where it was while it is zoomed', () => {
    assert.deepEqual(zoomed({ min: 0, max: 100 }, 0.5, 25), { min: 12.5, max: 62.5 });
  });

  it('moves only as far as a run that is to be seen needs', () => {
    assert.deepEqual(containing({ min: 0, max: 10 }, 5), { min: 0, max: 10 });
    assert.deepEqual(containing({ min: 0, max: 10 }, 20), { min: 15, max: 25 });
    assert.deepEqual(moved({ min: 0, max: 10 }, 0.2), { min: 2, max: 12 });
  });

  it('follows plus and minus, and arrows with Shift', () => {
    const span = { min: 0, max: 100 };
    assert.deepEqual(spanAfterKey({ key: '+', shiftKey: false }, span, 0), { min: 0, max: 75 });
    assert.deepEqual(spanAfterKey({ key: 'ArrowLeft', shiftKey: true }, span), { min: -20, max: 80 });
    assert.equal(spanAfterKey({ key: 'ArrowLeft', shiftKey: false }, span), undefined);
    assert.equal(spanAfterKey({ key: 'a', shiftKey: false }, span), undefined);
  });
});

describe('the brush', () => {
  const whole = { min: 0, max: 1000 };

  it('follows keys', () => {
    const after = (key: string) => spanAfterBrushKey(key, { min: 400, max: 500 }, whole);
    assert.deepEqual(after('ArrowRight'), { min: 420, max: 520 });
    assert.deepEqual(after('ArrowUp'), { min: 412.5, max: 487.5 });
    assert.deepEqual(after('Home'), { min: 0, max: 100 });
    assert.deepEqual(after('End'), { min: 900, max: 1000 });
    assert.equal(after('Tab'), undefined);
  });

  it('lies over the shown part, and is never too small to grasp', () => {
    assert.deepEqual(brushEdges(whole, { min: 250, max: 500 }, 100), { left: 25, right: 50 });
    const { left, right } = brushEdges(whole, { min: 999, max: 1000 }, 100);
    assert.ok(right - left >= 14);
  });

  it('is grasped at an edge, as a whole, or drawn anew', () => {
    const span = { min: 250, max: 500 };
    const grips = [24, 51, 37, 80].map((x) => gripAt(whole, span, 100, x));
    assert.deepEqual(grips, ['left', 'right', 'all', 'new']);
    assert.equal(gripAt(whole, whole, 100, 50), 'new');
  });

  it('follows the mouse', () => {
    const span = { min: 250, max: 500 };
    const drag = (grip: 'left' | 'right' | 'all' | 'new', pixels: number) =>
      dragged(grip, whole, span, 100, { x: 80, pixels });
    assert.deepEqual(drag('left', -10), { min: 150, max: 500 });
    assert.deepEqual(drag('left', 90), { min: 490, max: 500 });
    assert.deepEqual(drag('right', 10), { min: 250, max: 600 });
    assert.deepEqual(drag('all', 10), { min: 350, max: 600 });
    assert.deepEqual(drag('new', -10), { min: 700, max: 800 });
    assert.equal(drag('new', 0), undefined);
  });
});
