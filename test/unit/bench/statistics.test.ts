import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { inPairs, medianInterval, summarise } from '../../bench/framework/statistics.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('a summary', () => {
  it('has the median, and the median distance from it', () => {
    const { count, median, spread } = summarise([1, 2, 4, 8, 100]);
    assert.deepEqual({ count, median, spread }, { count: 5, median: 4, spread: 3 });
  });
});

describe('the interval of a median', () => {
  it('has the ranks and the coverage of the published tables', () => {
    assert.deepEqual(medianInterval(upTo(6)), { low: 1, high: 6, coverage: 1 - 2 / 64 });
    const ofTen = medianInterval(upTo(10));
    assert.deepEqual([ofTen.low, ofTen.high], [2, 9]);
    assert.ok(Math.abs(ofTen.coverage - 0.9785) < 1e-4);
    const ofTwenty = medianInterval(upTo(20));
    assert.deepEqual([ofTwenty.low, ofTwenty.high], [6, 15]);
    assert.ok(Math.abs(ofTwenty.coverage - 0.9586) < 1e-4);
  });

  it('is the whole range of too few values, and says how little that is', () => {
    assert.deepEqual(medianInterval([3, 1, 2]), { low: 1, high: 3, coverage: 0.75 });
    assert.deepEqual(medianInterval([5]), { low: 5, high: 5, coverage: 0 });
  });

  it('covers as often as it says', () => {
    // Every order of 9 fair coins stands for values below or above a true median of 0.
    let covered = 0;
    for (let coins = 0; coins < 512; coins += 1) {
      const values = upTo(9).map((value) => (coins & (1 << (value - 1)) ? value : -value));
      const { low, high } = medianInterval(values);
      covered += low < 0 && high > 0 ? 1 : 0;
    }
    assert.equal(covered / 512, medianInterval(upTo(9)).coverage);
  });

  it('holds the median of its own values, whatever their order', () => {
    const values = fc.array(fc.double({ min: 0.001, max: 1e9, noNaN: true }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(values, (list) => {
        const { median, interval } = summarise(list);
        assert.ok(interval.low <= median && median <= interval.high);
        assert.deepEqual(medianInterval(list.toReversed()), interval);
      }),
    );
  });
});

describe('pairs', () => {
  it('are of the same round; whoever sat out has no partner', () => {
    const ours = [0, 1, 2].map((round) => ({ round, value: 10 + round }));
    const theirs = [
      { round: 2, value: 6 },
      { round: 0, value: 5 },
    ];
    assert.deepEqual(
      inPairs(ours, theirs, (our, their) => our / their),
      [2, 2],
    );
  });
});
