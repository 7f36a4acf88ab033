import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { objectKey } from '../../../../src/core/model/objects.ts';
import { withTicks } from '../../../../src/core/prune/plan-model.ts';
import { type PruneRule, usualRule } from '../../../../src/core/prune/rule.ts';
import { classify } from '../../../../src/core/resources/classify.ts';
import { confirmationOf } from '../../../../src/host/prune/confirmation.ts';
import { planSections } from '../../../../src/host/prune/plan-items.ts';
import { ruleText } from '../../../../src/host/prune/rule-text.ts';
import { objectsOf, requestFor, selectionRule } from '../../../../src/host/prune/target.ts';
import { resourceRows } from '../../../../src/host/resources/rows.ts';
import { ViewMemory } from '../../../../src/host/resources/view-options.ts';
import {
  containerId,
  dayMs,
  imageId,
  noUsage,
  nowMs,
  own,
  ownDead,
  ownImage,
  planOf,
} from '../../../support/prune.ts';
import { container, image, lists, volume } from '../../../support/resources.ts';
import { english } from '../../../support/translate.ts';

const evil = '$(alert) [x](command:y)\n\u202e';
const objects = {
  images: [
    ownImage('lost', { createdAtMs: nowMs - dayMs }),
    image(imageId('theirs'), { references: [evil], createdAtMs: nowMs - 3 * dayMs }),
    ownImage('used'),
  ],
  containers: [ownDead('over'), container(containerId('runs'), { name: 'runs', imageId: imageId('used') })],
  volumes: [volume('data', own('build-volume'))],
};
const plan = planOf({
  lists: objects,
  usage: { ...noUsage, imageExclusiveBytes: new Map([[imageId('lost'), 12_000_000]]) },
  endedMs: { [containerId('over')]: dayMs },
});
const usualView = new ViewMemory({ get: () => undefined, update: async () => {} }).read();
const text = { nowMs, locale: 'en', t: english };

describe('the list of what may be removed', () => {
  const sections = planSections(plan, text);

  it('has the objects by kind, what is ticked first, and not what has to stay', () => {
    assert.deepEqual(
      sections.map(({ title, entries }) => [title, entries.map(({ item }) => [item.name, item.remove])]),
      [
        ['Containers', [['over', true]]],
        [
          'Images',
          [
            [imageId('lost').slice(7, 19), true],
            ['$(alert) [x](command:y)', false],
          ],
        ],
        ['Volumes', [['data', false]]],
      ],
    );
  });

  it('says of each how large and how old it is, what it would cost, whose it is, and why it goes or stays', () => {
    const [lost] = sections[1]?.entries ?? [];
    assert.match(
      lost?.description ?? '',
      /^12\.0 MB · (1 day ago|yesterday) · took 1 min \d\d s to make · PHP Source Bench$/,
    );
    assert.equal(lost?.detail, 'it has lost its name and no image is built on it, and the extension made it');
    const [data] = sections[2]?.entries ?? [];
    assert.equal(data?.description, 'size not known · PHP Source Bench');
  });

  it('shows hostile names as text, which can neither link nor draw icons', () => {
    assert.equal(sections[1]?.entries[1]?.label, '$(package) $ (alert) [x] (command:y)');
  });
});

describe('the question before a prune', () => {
  it('counts what goes, and names the engine', () => {
    const { message, detail, hasLogs } = confirmationOf(plan, english);
    assert.equal(message, 'Remove 2 objects, about 12.0 MB, from the Docker engine machine?');
    assert.equal(detail, 'unix:///x.sock (test)\ncontainer: 1, image: 1');
    assert.equal(hasLogs, true);
  });

  it('warns of volumes, of what others made, and of another machine', () => {
    const all = withTicks(plan, new Set(plan.items.map(objectKey)));
    const remote = { ...all, engine: { ...all.engine, local: false } };
    const { detail } = confirmationOf(remote, english);
    assert.match(detail, /\nThis is the engine of another or a virtual machine\.\n/);
    assert.match(detail, /\nThe data in these volumes is lost: data\n/);
    assert.match(detail, /\nNot made by PHP Source Bench: \$ \(alert\) \[x\] \(command:y\)$/);
  });

  it('offers no logs where no container goes', () => {
    const one = withTicks(plan, new Set([objectKey({ kind: 'image', id: imageId('lost') })]));
    const { message, hasLogs } = confirmationOf(one, english);
    assert.equal(message, 'Remove 1 object, about 12.0 MB, from the Docker engine machine?');
    assert.equal(hasLogs, false);
  });
});

describe('what a prune is asked for', () => {
  const context = { ...text, engine: '' };
  const { rows } = resourceRows(classify(lists(objects), undefined), usualView, context);

  it('is a group, judged by the usual rule', () => {
    const images = rows.filter(({ label }) => label === 'Images');
    const { rule, only } = requestFor(images);
    assert.equal(rule, usualRule);
    assert.deepEqual([...(only ?? [])], [`image:${imageId('theirs')}`]);
  });

  it('is a selection of objects, whose names and ages do not count', () => {
    const [row] = rows.find(({ label }) => label === 'Images')?.children ?? [];
    assert.ok(row);
    const { rule, only } = requestFor([row]);
    assert.equal(rule, selectionRule);
    assert.equal(only?.size, 1);
  });

  it('is every object of the tree once for all its rows', () => {
    assert.equal(objectsOf(rows).length, 6);
  });

  it('ticks of a selection what the extension made and nothing uses, and no volume', () => {
    const named = ownImage('n', { references: ['php-source-bench/build:x'] });
    const selected = planOf({
      lists: { ...objects, images: [...objects.images, named] },
      rule: selectionRule,
      endedMs: { [containerId('over')]: 1 },
    });
    assert.deepEqual(
      selected.items.filter(({ remove }) => remove).map(({ id }) => id),
      [containerId('over'), imageId('lost'), imageId('n')],
    );
  });
});

describe('a rule as it is offered', () => {
  it('says what it takes', () => {
    assert.equal(
      ruleText(usualRule, english),
      'container, image · made by: php-source-bench · only images without a name · ended at least 1 h ago',
    );
  });

  it('says everything that it asks for', () => {
    const rule: PruneRule = {
      ...{ kinds: ['image'], madeBy: ['other'], onlyDangling: false, deadLongerThanHours: 2 },
      ...{ olderThanDays: 3, largerThanMb: 4, unusedForDays: 5, keepNewest: 6, keep: ['$(x)*'], freeMb: 7 },
    };
    assert.equal(
      ruleText(rule, english),
      'image · made by: other · at least 3 days old · at least 4 MB · not used for 5 days · keeps the newest 6 of each repository · keeps $ (x)* · until 7 MB are freed',
    );
  });
});
