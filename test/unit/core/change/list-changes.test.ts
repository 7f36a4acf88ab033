import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causes } from '../../../../src/core/change/cause.ts';
import { type ChangeFilter, listChanges } from '../../../../src/core/change/list-changes.ts';
import { noisyLevels } from '../../../support/random-numbers.ts';
import { commitOf, nightMs, seriesColumns, seriesReader, seriesRow } from '../../../support/series-data.ts';

/** 5 % up in night 30, and 2 % down in night 60. */
const values = noisyLevels(
  8,
  [
    [100, 30],
    [105, 30],
    [102.9, 30],
  ],
  0.001,
);
const steady = values.map(() => 7);
const everything: ChangeFilter = { seriesIds: [], leastSize: 0, causes };

/** One series with two changes, its control without any, and a series of other nights, an hour later. */
const history = seriesReader([
  [seriesRow(1), seriesColumns(values)],
  [seriesRow(2, { role: 'control', branch: 'd5f6e56610' }), seriesColumns(steady)],
  [
    seriesRow(3, { benchmark: 'mandel()' }),
    seriesColumns(values, {
      timesMs: values.map((_, index) => nightMs(index) + 3_600_000),
      commits: values.map(() => ''),
    }),
  ],
]);

function listed(filter: Partial<ChangeFilter>): readonly (readonly [series: number, night: number])[] {
  const found = listChanges(history, { ...everything, ...filter }) ?? assert.fail('it knows no such commit');
  return found.map(({ series, change }) => [series.id, change.point.index]);
}

const all = [
  [3, 60],
  [1, 60],
  [3, 30],
  [1, 30],
];

describe('the list of changes', () => {
  it('has those of all series that are watched, the newest first', () => {
    assert.deepEqual(listed({}), all);
    assert.deepEqual(listed({ seriesIds: [1] }), [
      [1, 60],
      [1, 30],
    ]);
    assert.deepEqual(listed({ seriesIds: [2] }), []);
  });

  it('is of a size and of causes', () => {
    assert.deepEqual(listed({ leastSize: 0.03 }), [
      [3, 30],
      [1, 30],
    ]);
    assert.deepEqual(listed({ causes: ['code', 'environment'] }), all);
    assert.deepEqual(listed({ causes: ['spike', 'layout-only'] }), []);
  });

  it('begins with a moment', () => {
    const since = (atMs: number) => listed({ since: { kind: 'time', atMs } });
    assert.deepEqual(since(nightMs(30)), all);
    assert.deepEqual(since(nightMs(30) + 1), all.slice(0, 3));
    assert.deepEqual(since(nightMs(61)), []);
  });

  it('begins after a commit, in series that did not measure it after another has', () => {
    const since = (hash: string) => listed({ since: { kind: 'commit', hash } });
    assert.deepEqual(since(commitOf(29)), all);
    assert.deepEqual(since(commitOf(30).slice(0, 12)), all.slice(0, 3));
    assert.deepEqual(since(commitOf(89)), []);
  });

  it('is none where no run has measured the commit', () => {
    const since = { kind: 'commit', hash: '0123456' } as const;
    assert.equal(listChanges(history, { ...everything, since }), undefined);
    const knownElsewhere = { kind: 'commit', hash: commitOf(30) } as const;
    assert.equal(listChanges(history, { ...everything, seriesIds: [3], since: knownElsewhere }), undefined);
  });
});
