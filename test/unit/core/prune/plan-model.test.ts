import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { objectKey } from '../../../../src/core/model/objects.ts';
import {
  bytesOf,
  parsePlanFile,
  planFile,
  tickedItems,
  withTicks,
} from '../../../../src/core/prune/plan-model.ts';
import { containerId, dayMs, imageId, noUsage, own, ownImage, planOf } from '../../../support/prune.ts';
import { container, image, volume } from '../../../support/resources.ts';

const hostile = 'a"\u0000\n\u202e|<b>';
const plan = planOf({
  lists: {
    images: [
      ownImage('a', { parentId: imageId('s') }),
      image(imageId('s'), {}),
      image(imageId('t'), { references: ['x:1', hostile], digests: ['x@sha256:1'] }),
    ],
    containers: [
      container(containerId('c'), { name: hostile, state: 'exited', labels: own('build-container') }),
      container(containerId('r'), {}),
    ],
    volumes: [volume('v')],
    networks: [{ id: containerId('n'), name: hostile, driver: 'bridge', labels: {}, createdAtMs: undefined }],
  },
  usage: { ...noUsage, imageExclusiveBytes: new Map([[imageId('a'), 7]]) },
  endedMs: { [containerId('c')]: dayMs },
});

const [ticked] = tickedItems(plan);

/** The plan's file with something else in it. */
function changed(change: (value: Record<string, unknown>) => void): string {
  const value = JSON.parse(planFile(plan));
  change(value);
  return JSON.stringify(value);
}

describe('the file of a prune plan', () => {
  it('is read as the plan that was written, whatever things are called', () => {
    assert.equal(planFile(parsePlanFile(planFile(plan), 'x')), planFile(plan));
    assert.deepEqual(tickedItems(parsePlanFile(planFile(plan), 'x')).length, 2);
  });

  const refused: readonly (readonly [string, string])[] = [
    ['what is not JSON', '{'],
    ['something else', '{"a":1}'],
    ['another version', changed((value) => Object.assign(value, { version: 2 }))],
    ['one without an engine', changed((value) => Reflect.deleteProperty(value, 'engine'))],
    ['one with an unknown part', changed((value) => Object.assign(value, { force: true }))],
    [
      'an item of an unknown kind',
      changed((value) => Object.assign(value, { items: [{ ...ticked, kind: 'host' }] })),
    ],
    [
      'a ticked item without what must not have changed',
      changed((value) => Object.assign(value, { items: [{ ...ticked, state: undefined }] })),
    ],
    ['a size below nothing', changed((value) => Object.assign(value, { items: [{ ...ticked, bytes: -1 }] }))],
  ];
  for (const [what, text] of refused) {
    it(`is refused if it is ${what}`, () => {
      assert.throws(() => parsePlanFile(text, 'plan.json'), {
        reason: 'prune-plan-unusable',
        message: /^The prune plan plan\.json cannot be carried out: .+ Make a new one\.$/,
      });
    });
  }
});

describe('the ticks of a prune plan', () => {
  it('are exactly those that a person sets, as far as nothing needs the objects', () => {
    const all = withTicks(plan, new Set(plan.items.map(objectKey)));
    assert.deepEqual(
      all.items.map(({ remove }) => remove),
      plan.items.map(({ removable }) => removable),
    );
    assert.deepEqual(tickedItems(withTicks(plan, new Set())), []);
  });

  it('add up to what they free, as far as it is known', () => {
    assert.equal(bytesOf(plan.items), 7);
  });
});
