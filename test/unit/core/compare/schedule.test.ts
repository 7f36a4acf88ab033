import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomRounds } from '../../../../src/core/compare/schedule.ts';
import { seeded } from '../../../support/noise.ts';

describe('the order of a comparison', () => {
  it('has each build once in each round', () => {
    const rounds = randomRounds(['a', 'b', 'control'], 50, seeded(1));
    assert.equal(rounds.length, 50);
    for (const round of rounds) {
      assert.deepEqual([...round].sort(), ['a', 'b', 'control']);
    }
  });

  it('is no habit: each order comes about as often as the others', () => {
    const counts = new Map<string, number>();
    for (const round of randomRounds(['a', 'b', 'c'], 6000, seeded(5))) {
      counts.set(round.join(''), (counts.get(round.join('')) ?? 0) + 1);
    }
    assert.equal(counts.size, 6);
    assert.ok(
      [...counts.values()].every((count) => count > 850 && count < 1150),
      [...counts].join(' '),
    );
  });
});
