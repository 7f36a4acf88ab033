import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ensurePhpTree } from '../../scripts/setup/php-tree.ts';
import { isBuildProduct, isBuildProductDirectory } from '../../src/core/build/build-products.ts';
import { localTrees } from '../../src/local/tree/tree-port.ts';

const signal = new AbortController().signal;

describe('a real PHP release', () => {
  it('ships nothing that is taken for a build product, and is listed whole', async () => {
    const { path: root } = await ensurePhpTree();
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const pathOf = (entry: (typeof entries)[number]) =>
      join(entry.parentPath, entry.name).slice(root.length + 1);
    const shipped = entries.filter((entry) => !entry.isDirectory()).map(pathOf);
    const directories = entries.filter((entry) => entry.isDirectory()).map(pathOf);
    assert.ok(shipped.length > 15_000, `${shipped.length} files`);
    assert.deepEqual(shipped.filter(isBuildProduct), []);
    assert.deepEqual(directories.filter(isBuildProductDirectory), []);
    const listed = await localTrees().listFiles(root, signal);
    assert.deepEqual(
      listed.map((file) => file.path),
      shipped.sort(),
    );
  });

  it('is recognised', async () => {
    const { path: root } = await ensurePhpTree();
    const tree = await localTrees().readTree(root, signal);
    assert.equal(tree.git, undefined);
    assert.equal(tree.hasConfigureScript, true);
    assert.equal(tree.hasGeneratedParser, true);
    assert.deepEqual(tree.benchmarkScripts, ['Zend/bench.php', 'Zend/micro_bench.php']);
  });
});
