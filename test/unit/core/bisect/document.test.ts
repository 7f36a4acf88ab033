import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Bisection, Outcome, PairEvidence } from '../../../../src/core/bisect/bisection.ts';
import { bisectDocument, bisectSentence } from '../../../../src/core/bisect/document.ts';
import { bisectionOf } from '../../../support/bisect-data.ts';
import { commitOf } from '../../../support/commit-line.ts';

const pair = (estimate: number, more: Partial<PairEvidence> = {}): PairEvidence => ({
  ...{ benchmark: 'Total', metric: 'time', unit: 'ms', beforeMedian: 350, afterMedian: 370 },
  change: { estimate, low: estimate - 0.005, high: estimate + 0.005 },
  ...{ confidence: 0.998, rounds: 12, isShown: true, runIds: ['a', 'b'] },
  ...more,
});

/** Seven commits; 3 is before, 5 is after, 4 cannot be built. */
function ended(outcome: Outcome, more: Partial<Bisection> = {}): Bisection {
  const position = { estimate: 0, low: -0.1, high: 0.2 };
  const judged = { kind: 'judged', position, median: 351, rounds: 12, runIds: [] } as const;
  return bisectionOf(7, {
    ends: pair(0.05),
    steps: [
      { ...judged, index: 5, side: 'after' },
      {
        kind: 'skipped',
        index: 4,
        reason: 'build-failed',
        message: 'The build failed.',
        output: ['x.c: error <b>'],
      },
      { ...judged, index: 3, side: 'before' },
    ],
    outcome,
    ...more,
  });
}

const short = (number: number) => commitOf(number).sha.slice(0, 10);
const found = { kind: 'found', index: 5, merged: [] } as const;

describe('the sentence on a bisection', () => {
  it('names the commit and the size of its own change', () => {
    const sentence = bisectSentence(ended(found, { confirmation: pair(0.048) }));
    assert.equal(sentence, `A change of +4.80 % came with ${short(5)}: Change 5`);
  });

  it('names what cannot be told apart', () => {
    assert.match(
      bisectSentence(ended({ kind: 'one-of', indexes: [4, 5] })),
      /one of the 2 commits after 0000000000, up to 0000000000; the others of them cannot be measured\.$/,
    );
  });

  it('says that it cannot tell, and after how many rounds', () => {
    const position = { estimate: 0.5, low: 0.3, high: 0.7 };
    const cannot = ended({ kind: 'cannot-tell', index: 4, position, rounds: 60 });
    assert.match(bisectSentence(cannot), /^Cannot tell with 60 rounds on which side .* is: .*, 2 commits\.$/);
    assert.match(
      bisectSentence(ended({ kind: 'no-change', rounds: 60 })),
      /^No change that 60 rounds can show/,
    );
    assert.match(bisectDocument(cannot), /Resume it with more rounds to go on\./);
  });

  it('says how far a search has come that did not end', () => {
    assert.match(bisectSentence(bisectionOf(7)), /^Not finished: .*, 6 commits\.$/);
  });
});

describe('the document of a bisection', () => {
  it('has the commit, the evidence, the steps in order and what was skipped', () => {
    const text = bisectDocument(ended(found, { confirmation: pair(0.048) }));
    assert.match(text, new RegExp(`^\\| Commit \\| ${commitOf(5).sha} \\|$`, 'm'));
    assert.match(text, /^\| Message \| Change 5 \|$/m);
    assert.match(text, /^\| Both ends \| 350\.0 ms \| 370\.0 ms \| \+5\.00 % \|/m);
    assert.match(text, /against the commit before it \| 350\.0 ms/);
    const steps = text.slice(text.indexOf('## Steps'), text.indexOf('## Skipped'));
    assert.deepEqual(
      [...steps.matchAll(/Change (\d) \| (before|after|skipped)/g)].map(([, index, side]) => [index, side]),
      [
        ['3', 'before'],
        ['4', 'skipped'],
        ['5', 'after'],
      ],
    );
    assert.match(text, /\n {4}x\.c: error <b>\n/);
    assert.ok(text.endsWith('\n') && !text.endsWith('\n\n'));
  });

  it('lists what a merge brought, and lets no message become markup', () => {
    const merged = [{ ...commitOf(9), subject: 'Fix | <i>x</i> [y](http://z)' }];
    const text = bisectDocument(ended({ ...found, merged }));
    assert.match(text, /It is a merge, and brought:/);
    assert.ok(text.includes(String.raw`Fix \| \<i\>x\</i\> \[y\]\(http\://z\)`));
  });

  it('warns of a commit that makes only a part of the change, or none that shows', () => {
    assert.match(
      bisectDocument(ended(found, { confirmation: pair(0.02) })),
      /only a part of the whole change/,
    );
    assert.doesNotMatch(bisectDocument(ended(found, { confirmation: pair(0.048) })), /only a part/);
    const unseen = pair(0.001, { isShown: false });
    assert.match(bisectDocument(ended(found, { confirmation: unseen })), /no change is shown/);
  });
});
