import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seriesNews } from '../../../../src/host/panel/news.ts';
import { columnsOf, steppedValues } from '../../../support/chart-data.ts';

/** The news of the whole series, after a look when it had so many runs. */
function newsAfter(seen: number, values: readonly number[], excluded = values.map(() => '')) {
  return seriesNews(columnsOf(values, { excluded }), seen);
}

describe('what is new', () => {
  it('is nothing where no run came', () => {
    const { isNew, newChanges } = newsAfter(60, steppedValues(60, 40));
    assert.deepEqual([isNew.includes(true), newChanges], [false, []]);
  });

  it('is each run that came, and no change that was there before', () => {
    const { isNew, newChanges } = newsAfter(57, steppedValues(60, 40));
    assert.deepEqual(
      isNew.flatMap((mark, index) => (mark ? [index] : [])),
      [57, 58, 59],
    );
    assert.deepEqual(newChanges, []);
  });

  it('is a change that the new runs bring', () => {
    const [at, ...more] = newsAfter(40, steppedValues(60, 40)).newChanges;
    assert.ok(at !== undefined && Math.abs(at - 40) <= 1);
    assert.deepEqual(more, []);
  });

  it('is a change that only now stands out, though its first runs had been seen', () => {
    assert.equal(newsAfter(41, steppedValues(60, 40)).newChanges.length, 1);
  });

  it('is told by when the history learned of a run, not by when it was measured', () => {
    const values = steppedValues(60, 60);
    const runNumbers = values.map((_, index) => (index === 3 ? 100 : index + 1));
    const { isNew } = seriesNews(columnsOf(values, { runNumbers }), 60);
    assert.deepEqual([isNew[3], isNew.filter((mark) => mark).length], [true, 1]);
  });

  it('is no change that comes from excluded runs alone', () => {
    const values = steppedValues(60, 40);
    const excluded = values.map((_, index) => (index >= 40 ? 'another machine' : ''));
    assert.deepEqual(newsAfter(40, values, excluded).newChanges, []);
  });
});
