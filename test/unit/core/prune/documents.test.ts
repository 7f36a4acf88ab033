import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planDocument, receiptDocument } from '../../../../src/core/prune/documents.ts';
import type { PruneReceipt } from '../../../../src/core/prune/receipt.ts';
import { receiptSentence, tickedText } from '../../../../src/core/prune/words.ts';
import { containerId, imageId, noUsage, ownImage, planOf } from '../../../support/prune.ts';
import { container, image } from '../../../support/resources.ts';

const evil = '[x](command:evil) | <img src=x> `a` \u202e\n# no';
const plan = planOf({
  lists: {
    images: [ownImage('a'), image(imageId('b'), { references: [evil] })],
    containers: [container(containerId('c'), { name: 'runs' })],
  },
  usage: { ...noUsage, imageExclusiveBytes: new Map([[imageId('a'), 1_234_000]]) },
});

const receipt: PruneReceipt = {
  engine: { ...plan.engine, local: false },
  rule: 'usual',
  startedAtMs: Date.UTC(2026, 10, 25, 12),
  finishedAtMs: Date.UTC(2026, 10, 25, 12, 1),
  items: [
    {
      ...{ kind: 'image', id: imageId('a'), name: evil, outcome: 'removed', reason: 'it was lost' },
      ...{ bytes: 5000, steps: [imageId('s')], log: undefined },
    },
    {
      ...{ kind: 'container', id: containerId('c'), name: 'c', outcome: 'kept', reason: 'it is running now' },
      ...{ bytes: undefined, steps: [], log: undefined },
    },
  ],
  freedBytes: 4000,
  failure: undefined,
};

describe('the document of a prune plan', () => {
  const text = planDocument(plan);

  it('has what goes, what may go and what has to stay, each with its reason', () => {
    const [, goes = '', mayGo = '', stays = ''] = text.split('\n## ');
    assert.match(goes, /^It would remove \(1\).*image.*1\.2 MB.*the extension made it/s);
    assert.match(mayGo, /^You may tick as well \(1\).*the extension did not make it|it has a name/s);
    assert.match(stays, /^Has to stay \(1\).*runs.*it is running/s);
  });

  it('says how many of how many objects go, and about how much that frees', () => {
    assert.equal(tickedText(plan), '1 of 3 objects, about 1.2 MB');
    assert.equal(
      tickedText(planOf({ lists: { images: [ownImage('a')] } })),
      '1 of 1 object, about 0 B and what is not known',
    );
  });

  it('says how many nameless images may go along with one', () => {
    const images = [ownImage('a', { parentId: imageId('s') }), image(imageId('s'), {})];
    assert.match(
      planDocument(planOf({ lists: { images } })),
      /the extension made it; with up to 1 nameless below it/,
    );
  });

  it('shows hostile names as they are, as text of one cell', () => {
    assert.doesNotMatch(text, /(?<!\\)\]\(command/);
    assert.doesNotMatch(text, /(?<!\\)<img/);
    const row = text.split('\n').find((line) => line.includes('command')) ?? '';
    assert.equal(row.match(/(?<!\\)\|/g)?.length, 8);
  });
});

describe('the receipt of a prune', () => {
  it('names the engine as another machine’s, what became of each object, and what is free', () => {
    const text = receiptDocument(receipt);
    assert.match(text, /of another or a virtual machine/);
    assert.match(text, /1 removed, 1 kept; 4\.0 kB are free again\./);
    assert.match(text, /it was lost; with 1 nameless below it/);
    assert.match(text, /it is running now/);
    assert.match(text, /2026-11-25T12:00:00\.000Z, 1 min 00 s/);
  });

  it('says what ended it early, and that what is free is not known then', () => {
    const failure = { reason: 'engine-unreachable', message: 'No Docker engine answers.' } as const;
    const early = { ...receipt, failure, freedBytes: undefined };
    assert.match(receiptDocument(early), /It ended early: No Docker engine answers\\?\./);
    assert.match(receiptSentence(early), /how much is free again is not known\.$/);
  });

  it('says that nothing was ticked', () => {
    assert.equal(
      receiptSentence({ ...receipt, items: [], freedBytes: 0 }),
      'Nothing was ticked; 0 B are free again.',
    );
  });
});
