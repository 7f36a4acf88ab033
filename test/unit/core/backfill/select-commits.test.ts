import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  dayOf,
  type Step,
  selectCommits,
  startOfDayBefore,
} from '../../../../src/core/backfill/select-commits.ts';
import type { CommitInfo } from '../../../../src/core/model/tree.ts';
import { commitOf, commitsOf } from '../../../support/commit-line.ts';

const at = (text: string) => Date.parse(text);
const numbers = (commits: readonly CommitInfo[]) => commits.map(({ sha }) => Number.parseInt(sha, 16));

/** A line whose times mostly grow, as clocks and time zones have it. */
const anyLine = fc
  .array(fc.integer({ min: -86_400_000, max: 5 * 86_400_000 }), { maxLength: 200 })
  .map((gaps) => {
    let time = at('2024-01-01T00:00:00Z');
    const line = gaps.map((gap, number) => {
      time += gap;
      return commitOf(number, time);
    });
    return line.reverse();
  });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>({ kind: 'every' }, { kind: 'daily' }, { kind: 'weekly' }),
  fc.integer({ min: 1, max: 250 }).map((count): Step => ({ kind: 'points', count })),
);

describe('the commits of a step', () => {
  it('are each on the line, in its order, and none twice', () => {
    fc.assert(
      fc.property(anyLine, anyStep, (line, step) => {
        const chosen = selectCommits(line, step);
        assert.equal(new Set(chosen.map(({ sha }) => sha)).size, chosen.length);
        const places = chosen.map((commit) => line.indexOf(commit));
        assert.ok(!places.includes(-1));
        assert.deepEqual(
          places,
          [...places].sort((a, b) => a - b),
        );
      }),
    );
  });

  it('are one for each day that has a commit, and that one is its last on the line', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const chosen = selectCommits(line, { kind: 'daily' });
        const days = chosen.map(({ committedAtMs }) => dayOf(committedAtMs));
        assert.deepEqual(new Set(days), new Set(line.map(({ committedAtMs }) => dayOf(committedAtMs))));
        assert.equal(new Set(days).size, days.length);
        for (const commit of chosen) {
          const first = line.find(
            ({ committedAtMs }) => dayOf(committedAtMs) === dayOf(commit.committedAtMs),
          );
          assert.equal(first, commit);
        }
      }),
    );
  });

  it('are as many points as were asked for, both ends among them, and their gaps differ by one at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 500 }), fc.integer({ min: 2, max: 100 }), (length, count) => {
        const line = [...commitsOf(length)].reverse();
        const chosen = numbers(selectCommits(line, { kind: 'points', count }));
        assert.equal(chosen.length, Math.min(count, length));
        assert.equal(chosen[0], length - 1);
        assert.equal(chosen.at(-1), 0);
        const gaps = chosen.slice(1).map((number, index) => (chosen[index] ?? 0) - number);
        assert.ok(Math.max(...gaps) - Math.min(...gaps) <= 1);
      }),
    );
  });

  it('go by days in UTC and weeks from Monday on', () => {
    const line = [
      commitOf(5, at('2024-01-08T00:00:00Z')), // Monday
      commitOf(4, at('2024-01-07T23:59:59Z')), // Sunday
      commitOf(3, at('2024-01-07T00:00:00Z')),
      commitOf(2, at('2024-01-01T00:00:00Z')), // Monday
      commitOf(1, at('2023-12-31T23:59:59Z')),
    ];
    assert.deepEqual(numbers(selectCommits(line, { kind: 'daily' })), [5, 4, 2, 1]);
    assert.deepEqual(numbers(selectCommits(line, { kind: 'weekly' })), [5, 4, 1]);
  });

  it('are the newest one where one point is asked for', () => {
    assert.deepEqual(numbers(selectCommits([...commitsOf(9)].reverse(), { kind: 'points', count: 1 })), [8]);
  });

  it('count days back from the start of the day', () => {
    assert.equal(startOfDayBefore(at('2024-03-01T15:00:00Z'), 1), at('2024-02-29T00:00:00Z'));
    assert.equal(startOfDayBefore(at('2024-03-01T00:00:00Z'), 0), at('2024-03-01T00:00:00Z'));
  });
});
