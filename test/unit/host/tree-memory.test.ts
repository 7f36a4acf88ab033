import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TreeMemory } from '../../../src/host/tree-memory.ts';
import { fakeMemory } from '../../support/fake-memory.ts';

const build = {
  phpVersion: '8.2.32',
  commit: '',
  dirty: false,
  succeeded: true,
  atMs: 1,
  durationMs: 2,
};

describe('what is remembered of trees', () => {
  it('is kept apart by tree and by configuration', async () => {
    const trees = new TreeMemory(fakeMemory());
    await trees.setLastBuild('/a', 'debug', build);
    await trees.setLastBuild('/a', 'zts', { ...build, durationMs: 3 });
    await trees.setLastBuild('/b', 'debug', { ...build, succeeded: false });
    await trees.setLastSuite('/a', 'Zend/bench.php');
    assert.deepEqual(trees.lastBuild('/a', 'debug'), build);
    assert.equal(trees.lastBuild('/a', 'zts')?.durationMs, 3);
    assert.equal(trees.lastBuild('/b', 'debug')?.succeeded, false);
    assert.equal(trees.lastBuild('/b', 'zts'), undefined);
    assert.equal(trees.lastSuite('/a'), 'Zend/bench.php');
    assert.equal(trees.lastSuite('/b'), undefined);
  });

  it('forgets what was built longest ago', async () => {
    const trees = new TreeMemory(fakeMemory());
    for (let index = 1; index <= 101; index += 1) {
      await trees.setLastBuild('/a', `flags ${index}`, { ...build, atMs: index });
    }
    assert.equal(trees.lastBuild('/a', 'flags 1'), undefined);
    assert.equal(trees.lastBuild('/a', 'flags 2')?.atMs, 2);
    assert.equal(trees.lastBuild('/a', 'flags 101')?.atMs, 101);
  });

  it('counts as nothing when it cannot be read, and is replaced', async () => {
    const store = fakeMemory();
    const trees = new TreeMemory(store);
    for (const broken of [7, 'x', { '/a': { phpVersion: 8 } }, null]) {
      store.values.set('lastBuilds', broken);
      assert.equal(trees.lastBuild('/a', 'debug'), undefined);
    }
    await trees.setLastBuild('/a', 'debug', build);
    assert.deepEqual(trees.lastBuild('/a', 'debug'), build);
  });
});
