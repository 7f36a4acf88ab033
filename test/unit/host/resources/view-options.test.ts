import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ViewMemory } from '../../../../src/host/resources/view-options.ts';

/** A memory with one value in it. */
function memory(value: unknown) {
  const kept = new Map<string, unknown>([['resourcesView', value]]);
  return new ViewMemory({
    get: (key) => kept.get(key),
    update: async (key, changed) => void kept.set(key, changed),
  });
}

const usual = { grouping: 'kind', order: 'name', filter: '', contexts: [] };

describe('how a person wants to see the resources', () => {
  it('is remembered, what was not changed too', async () => {
    const view = memory(undefined);
    assert.deepEqual(view.read(), usual);
    await view.change({ filter: 'php' });
    await view.change({ order: 'size' });
    assert.deepEqual(view.read(), { ...usual, filter: 'php', order: 'size' });
  });

  for (const value of ['x', 7, { grouping: 'colour' }, { filter: 'x'.repeat(5000) }, { contexts: 'all' }]) {
    it(`is the usual way where the memory holds ${JSON.stringify(value).slice(0, 30)}`, () => {
      assert.deepEqual(memory(value).read(), usual);
    });
  }
});
