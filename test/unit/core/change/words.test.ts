import assert from 'node:assert/strict';
import { it } from 'node:test';
import { judgeSeries } from '../../../../src/core/change/judge-series.ts';
import { causeText, changeText, commitRangeText, sureText } from '../../../../src/core/change/words.ts';
import { noisyLevels } from '../../../support/random-numbers.ts';
import { seriesColumns, seriesReader, seriesRow } from '../../../support/series-data.ts';

const levels = [
  [100, 30],
  [95, 30],
] as const;

it('a change is told by its size, what got better, its cause and its commits', () => {
  const columns = seriesColumns(noisyLevels(8, levels, 0.001));
  const [change] = judgeSeries(seriesReader([[seriesRow(1), columns]]), 1)?.changes ?? [];
  assert.ok(change !== undefined);
  assert.match(changeText(change, 'ms'), /^5\.0\d % faster$/);
  assert.match(changeText(change, 'bytes'), /^5\.0\d % less memory$/);
  assert.match(changeText({ ...change, relative: 0.5 }, 'instructions'), /^50\.0 % more instructions$/);
  assert.deepEqual([0.1234, 0.9996, 1].map(sureText), ['12.3 %', '99.9 %', '99.9 %']);
  assert.equal(causeText(change.verdict.cause), 'code');
  const [after, upTo] = change.range.map(({ commit }) => commit.slice(0, 10));
  assert.equal(commitRangeText(change), `${after}..${upTo}`);
  const spike = { ...change, range: [change.point, change.point] } as const;
  assert.equal(commitRangeText(spike), change.point.commit.slice(0, 10));
  const release = { ...change, range: [{ ...change.point, commit: '' }, change.point] } as const;
  assert.equal(commitRangeText(release), `release..${change.point.commit.slice(0, 10)}`);
});
