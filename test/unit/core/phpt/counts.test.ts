import assert from 'node:assert/strict';
import { it } from 'node:test';
import { describeCounts } from '../../../../src/core/phpt/counts.ts';

it('counts name what there is, and nothing else', () => {
  const states = ['skipped', 'passed', 'passed', 'not-run'] as const;
  assert.equal(describeCounts(states.map((state) => ({ state }))), '2 passed, 1 skipped, 1 not run');
  assert.equal(describeCounts([]), '');
});
