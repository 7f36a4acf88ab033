import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { summaryOf } from '../../../../src/core/stats/summary.ts';

describe('the summary of samples', () => {
  it('has their location and spread', () => {
    assert.deepEqual(summaryOf([4, 1, 3, 2]), {
      sampleCount: 4,
      median: 2.5,
      minimum: 1,
      maximum: 4,
      mean: 2.5,
      standardDeviation: Math.sqrt(5 / 3),
      lowerQuartile: 1.75,
      upperQuartile: 3.25,
    });
  });

  it('of one value has no deviation, and of nothing there is none', () => {
    assert.deepEqual(summaryOf([7]), {
      sampleCount: 1,
      median: 7,
      minimum: 7,
      maximum: 7,
      mean: 7,
      standardDeviation: undefined,
      lowerQuartile: 7,
      upperQuartile: 7,
    });
    assert.equal(summaryOf([0, 0]).standardDeviation, 0);
    assert.throws(() => summaryOf([]), RangeError);
  });

  it('is finite and in order, however large and small the values are', () => {
    const values = fc.array(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), { minLength: 2 });
    fc.assert(
      fc.property(values, (numbers) => {
        const summary = summaryOf(numbers);
        assert.ok(Object.values(summary).every(Number.isFinite), JSON.stringify(summary));
        const { minimum, lowerQuartile = 0, median, upperQuartile = 0, maximum } = summary;
        const ordered = [minimum, lowerQuartile, median, upperQuartile, maximum];
        assert.deepEqual(
          ordered,
          [...ordered].sort((a, b) => a - b),
        );
      }),
    );
  });
});
