import assert from 'node:assert/strict';
import { it } from 'node:test';
import { formatAge } from '../../../src/host/age.ts';

const nowMs = 1_760_000_000_000;
const cases: readonly (readonly [number, string])[] = [
  [0, 'now'],
  [59_000, 'now'],
  [60_000, '1 minute ago'],
  [3_599_000, '59 minutes ago'],
  [3_600_000, '1 hour ago'],
  [86_399_000, '23 hours ago'],
  [86_400_000, 'yesterday'],
  [29 * 86_400_000, '29 days ago'],
  [40 * 86_400_000, 'last month'],
  [800 * 86_400_000, '2 years ago'],
];

for (const [agoMs, expected] of cases) {
  it(`says "${expected}" of ${agoMs} ms ago`, () => {
    assert.equal(formatAge(nowMs - agoMs, nowMs, 'en'), expected);
  });
}

it('says nothing of an unknown time, and "now" of one in the future', () => {
  assert.equal(formatAge(0, nowMs, 'en'), '');
  assert.equal(formatAge(-1, nowMs, 'en'), '');
  assert.equal(formatAge(nowMs + 5000, nowMs, 'en'), 'now');
});

it('speaks other languages', () => {
  assert.equal(formatAge(nowMs - 7_200_000, nowMs, 'de'), 'vor 2 Stunden');
});
