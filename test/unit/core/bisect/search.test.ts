import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type CommitVerdict, type Move, nextMove, stepsNeeded } from '../../../../src/core/bisect/search.ts';

/** Searches a line whose change came with `culprit`; returns the end and how many commits were tried. */
function searchLine(size: number, culprit: number, broken: ReadonlySet<number>) {
  const verdicts = new Map<number, CommitVerdict>();
  let tried = 0;
  for (;;) {
    const move: Move = nextMove({ size, verdicts });
    if (move.kind !== 'measure') {
      return { move, tried };
    }
    assert.ok(move.index > 0 && move.index < size - 1, 'the ends are known');
    assert.ok(!verdicts.has(move.index), 'no commit is tried twice');
    tried += 1;
    const verdict = move.index < culprit ? 'before' : 'after';
    verdicts.set(move.index, broken.has(move.index) ? 'skipped' : verdict);
  }
}

const anyCase = fc.integer({ min: 2, max: 400 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    culprit: fc.integer({ min: 1, max: size - 1 }),
    broken: fc.uniqueArray(fc.integer({ min: 1, max: Math.max(1, size - 2) })),
  }),
);

describe('the search on a line', () => {
  it('ends at the commit, after as many steps as halving takes, if all commits can be measured', () => {
    fc.assert(
      fc.property(anyCase, ({ size, culprit }) => {
        const { move, tried } = searchLine(size, culprit, new Set());
        assert.deepEqual(move, { kind: 'found', index: culprit });
        assert.ok(tried <= stepsNeeded(size), `${tried} of ${size}`);
      }),
    );
  });

  it('ends at the commit or at those that cannot be told from it, whatever does not build', () => {
    fc.assert(
      fc.property(anyCase, ({ size, culprit, broken }) => {
        const unbuildable = new Set(broken.filter((index) => index < size - 1));
        const { move } = searchLine(size, culprit, unbuildable);
        if (move.kind === 'found') {
          assert.equal(move.index, culprit);
          return;
        }
        assert.ok(move.kind === 'one-of' && move.indexes.includes(culprit));
        assert.ok(move.indexes.slice(0, -1).every((index) => unbuildable.has(index)));
        assert.ok(!unbuildable.has(move.indexes.at(-1) ?? -1));
      }),
    );
  });

  it('steps far aside of commits that do not build', () => {
    const broken = new Set(Array.from({ length: 100 }, (_, at) => 450 + at));
    const { move, tried } = searchLine(1000, 700, broken);
    assert.deepEqual(move, { kind: 'found', index: 700 });
    assert.ok(tried <= stepsNeeded(1000) + 2, String(tried));
  });

  it('has found its commit at once where there are only two', () => {
    assert.deepEqual(nextMove({ size: 2, verdicts: new Map() }), { kind: 'found', index: 1 });
    assert.deepEqual([2, 3, 4, 5, 6, 9, 10].map(stepsNeeded), [0, 1, 2, 2, 3, 3, 4]);
  });
});
