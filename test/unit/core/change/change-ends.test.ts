import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changeEnds, commitBefore } from '../../../../src/core/change/change-ends.ts';
import { columnsOf, steppedValues } from '../../../support/chart-data.ts';

const values = steppedValues(60, 40);

describe('the ends of a change', () => {
  it('are the runs around it, between which it lies', () => {
    const ends = changeEnds(columnsOf(values), 40);
    assert.ok(ends && ends.before < 40 && ends.after >= 40, JSON.stringify(ends));
    assert.ok(ends.before >= 37 && ends.after <= 43, JSON.stringify(ends));
  });

  it('are the run and the one before it where nothing changed', () => {
    assert.deepEqual(changeEnds(columnsOf(values), 20), { before: 19, after: 20 });
  });

  it('are of two commits', () => {
    const commits = values.map((_, index) => (index < 15 ? 'a' : index < 30 ? 'b' : String(index)));
    assert.deepEqual(changeEnds(columnsOf(values, { commits }), 20), { before: 14, after: 20 });
    assert.equal(changeEnds(columnsOf(values, { commits }), 0), undefined);
    const none = values.map(() => '');
    assert.equal(changeEnds(columnsOf(values, { commits: none }), 40), undefined);
  });
});

describe('the run before', () => {
  it('counts, and has a commit', () => {
    const excluded = values.map((_, index) => (index === 9 ? 'noise' : ''));
    const commits = values.map((_, index) => (index === 8 ? '' : String(index)));
    assert.equal(commitBefore(columnsOf(values, { excluded, commits }), 10), 7);
    assert.equal(commitBefore(columnsOf(values), 0), undefined);
  });
});
