import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { median } from '../../../../src/core/stats/quantiles.ts';

describe('median', () => {
  it('is the middle value, or the mean of the two in the middle', () => {
    assert.equal(median([3, 1, 2]), 2);
    assert.equal(median([4, 1, 3, 2]), 2.5);
    assert.equal(median([7]), 7);
    assert.ok(Number.isNaN(median([])));
  });

  it('stays between two values that are as far apart as numbers can be', () => {
    assert.equal(median([-Number.MAX_VALUE, Number.MAX_VALUE]), 0);
    assert.equal(median([Number.MAX_VALUE, Number.MAX_VALUE]), Number.MAX_VALUE);
    assert.equal(median([Number.MIN_VALUE, Number.MIN_VALUE]), Number.MIN_VALUE);
  });

  it('has as many values on one side as on the other, and leaves its input alone', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, (numbers) => {
        const before = [...numbers];
        const middle = median(numbers);
        assert.deepEqual(numbers, before);
        assert.ok(numbers.filter((n) => n < middle).length <= numbers.length / 2);
        assert.ok(numbers.filter((n) => n > middle).length <= numbers.length / 2);
      }),
    );
  });
});
