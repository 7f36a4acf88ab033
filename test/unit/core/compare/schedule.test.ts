import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomOrder } from '../../../../src/core/compare/schedule.ts';
import { seeded } from '../../../support/noise.ts';

describe('the order of a comparison', () => {
  it('has each build once in each round', () => {
    const random = seeded(1);
    const rounds = Array.from({ length: 50 }, () => randomOrder(['a', 'b', 'control'], random));
    assert.equal(rounds.length, 50);
    for (const round of rounds) {
      assert.deepEqual([...round].sort(), ['a', 'b', 'control']);
    }
  });

  it('is no habit: each order comes about as often as the others', () => {
    const counts = new Map<string, number>();
    const random = seeded(5);
    for (let round = 0; round < 6000; round += 1) {
      const order = randomOrder(['a', 'b', 'c'], random).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    assert.equal(counts.size, 6);
    assert.ok(
      [...counts.values()].every((count) => count > 850 && count < 1150),
      [...counts].join(' '),
    );
  });
});
