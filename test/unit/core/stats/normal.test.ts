import assert from 'node:assert/strict';
import { test } from 'node:test';
import { probabilityWithin } from '../../../../src/core/stats/normal.ts';

test('knows how much of a normal distribution lies within its deviations', () => {
  const known = [
    [0, 0],
    [1, 0.6826894921],
    [-1.959963985, 0.95],
    [3, 0.9973002039],
    [Number.POSITIVE_INFINITY, 1],
  ] as const;
  for (const [z, probability] of known) {
    assert.ok(Math.abs(probabilityWithin(z) - probability) < 3e-7, `${z}`);
  }
});
