import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { judgeSeries } from '../../../../src/core/change/judge-series.ts';
import { newChanges, type ToldChange } from '../../../../src/core/news/new-changes.ts';
import { noisyLevels } from '../../../support/random-numbers.ts';
import { seriesColumns, seriesReader, seriesRow } from '../../../support/series-data.ts';

function judged(values: readonly number[]) {
  const found = judgeSeries(seriesReader([[seriesRow(1), seriesColumns(values)]]), 1);
  return found ?? assert.fail();
}

/** What a look after each night would tell: the night, and in which night the change lies. */
function tellNightly(values: readonly number[], from: number): readonly (readonly [number, number])[] {
  const tellings: (readonly [number, number])[] = [];
  let told: readonly ToldChange[] = newChanges(judged(values.slice(0, from)), []).told;
  for (let count = from + 1; count <= values.length; count += 1) {
    const news = newChanges(judged(values.slice(0, count)), told);
    told = news.told;
    tellings.push(...news.changes.map(({ point }) => [count, point.index] as const));
  }
  return tellings;
}

describe('the news of a series', () => {
  it('are one for each change, however its place moves as nights are added', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.double({ min: 0.05, max: 0.3, noNaN: true }),
        fc.boolean(),
        (seed, size, isUpward) => {
          const after = isUpward ? 100 * (1 + size) : 100 / (1 + size);
          const values = noisyLevels(
            seed,
            [
              [100, 50],
              [after, 50],
            ],
            0.003,
          );
          const tellings = tellNightly(values, 40).filter(([, night]) => Math.abs(night - 50) <= 3);
          assert.equal(tellings.length, 1);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are both where a change is taken back', () => {
    const values = noisyLevels(
      3,
      [
        [100, 40],
        [110, 20],
        [100, 20],
      ],
      0.002,
    );
    assert.deepEqual(
      tellNightly(values, 39).map(([, night]) => night),
      [40, 60],
    );
  });

  it('leave out what lies too far back, and spikes', () => {
    const old = noisyLevels(
      3,
      [
        [100, 40],
        [110, 60],
      ],
      0.002,
    );
    assert.deepEqual(newChanges(judged(old), []), { changes: [], told: [] });
    const spike = noisyLevels(4, [[100, 60]], 0.002).map((value, index) => (index === 50 ? 130 : value));
    assert.equal(judged(spike).changes.length, 1);
    assert.deepEqual(newChanges(judged(spike), []).changes, []);
  });

  it('forget what was told once it is too old to be told again', () => {
    const levels = [
      [100, 40],
      [110, 30],
    ] as const;
    const { told } = newChanges(judged(noisyLevels(3, levels, 0.002)), []);
    assert.equal(told.length, 1);
    const later = judged(noisyLevels(3, [...levels, [110, 20]], 0.002));
    assert.equal(newChanges(later, told).told.length, 1);
    const muchLater = judged(noisyLevels(3, [...levels, [110, 90]], 0.002));
    assert.deepEqual(newChanges(muchLater, told), { changes: [], told: [] });
  });
});
