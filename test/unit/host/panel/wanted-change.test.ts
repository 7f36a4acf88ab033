import assert from 'node:assert/strict';
import { it } from 'node:test';
import { placeOfChange } from '../../../../src/host/panel/wanted-change.ts';

const change = { relative: 0.1, before: 1, after: 1.1, confidence: 1, cause: 'code' };
const series = {
  times: Float64Array.from([10.001, 20.002, 30.003, 40.004, 50.005]),
  changes: [{ ...change, index: 2, earliest: 1, latest: 3 }],
};
const place = (atMs: number, of = series) => placeOfChange(of, { seriesId: 1, atMs });

it('a change that was told of is found again, where it begins now', () => {
  assert.equal(place(30_003), 2);
  assert.equal(place(20_002), 2, 'later nights have moved it');
  assert.equal(place(50_005), 4, 'where there is no change any more, its run');
  assert.equal(place(41_000), 2, 'the nearest run where its own is gone');
  assert.equal(place(1, { times: new Float64Array(), changes: [] }), undefined);
});
