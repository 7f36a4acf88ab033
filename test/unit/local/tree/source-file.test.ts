import assert from 'node:assert/strict';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { isBenchError } from '../../../../src/core/errors.ts';
import { localTrees } from '../../../../src/local/tree/tree-port.ts';
import { commitAll, smallTree, writeFiles } from '../../../support/git-tree.ts';
import { withTemporary } from '../../../support/temporary.ts';

const trees = localTrees();
const signal = new AbortController().signal;
const workTree = { kind: 'work-tree' } as const;
const bytes = Buffer.from([0x3c, 0x3f, 0xff, 0x00]);

it('a file of the sources comes byte by byte, of the work tree or of a commit', () =>
  withTemporary(async (root) => {
    await writeFiles(root, smallTree);
    await writeFile(join(root, 'Zend/bench.php'), bytes);
    const commit = await commitAll(root, 'First');
    await writeFile(join(root, 'Zend/bench.php'), 'changed');
    const ofCommit = await trees.readSourceFile(root, { kind: 'commit', commit }, 'Zend/bench.php', signal);
    assert.deepEqual(Buffer.from(ofCommit ?? []), bytes);
    const ofTree = await trees.readSourceFile(root, workTree, 'Zend/bench.php', signal);
    assert.equal(Buffer.from(ofTree ?? []).toString(), 'changed');
    for (const source of [workTree, { kind: 'commit', commit }] as const) {
      assert.equal(await trees.readSourceFile(root, source, 'Zend/no.php', signal), undefined);
    }
  }));

it('a file of the sources lies in the tree, wherever links lead', () =>
  withTemporary(async (root) => {
    await writeFiles(root, smallTree);
    await symlink('/etc/passwd', join(root, 'out.php'));
    await symlink('bench.php', join(root, 'Zend/in.php'));
    for (const path of ['out.php', '../', '../../etc/passwd']) {
      await assert.rejects(
        trees.readSourceFile(root, workTree, path, signal),
        (error) => isBenchError(error, 'script-unusable') && /leads out of/.test(error.message),
        path,
      );
    }
    const inside = await trees.readSourceFile(root, workTree, 'Zend/in.php', signal);
    assert.equal(Buffer.from(inside ?? []).toString(), smallTree['Zend/bench.php']);
    await assert.rejects(trees.readSourceFile(root, workTree, 'Zend', signal), (error) =>
      isBenchError(error, 'script-unusable'),
    );
  }));
