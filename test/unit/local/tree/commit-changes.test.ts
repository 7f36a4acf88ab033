import assert from 'node:assert/strict';
import { access, chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { localTrees } from '../../../../src/local/tree/tree-port.ts';
import { commitAll, git, smallTree, writeFiles } from '../../../support/git-tree.ts';
import { withTemporary } from '../../../support/temporary.ts';

const trees = localTrees();
const signal = new AbortController().signal;
const missing = { reason: 'commit-missing' };

describe('a commit for people', () => {
  it('has its message and what it changes', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      await commitAll(root, 'First');
      await writeFiles(root, { 'Zend/zend.c': 'int zend_faster;\n' });
      const sha = await commitAll(root, 'Make it faster');
      const { info, text, cut } = await trees.showCommit(root, sha.slice(0, 8), signal);
      assert.deepEqual([info.sha, info.subject, cut], [sha, 'Make it faster', false]);
      assert.match(text, /^commit [0-9a-f]{40}\n/);
      assert.match(text, /Make it faster/);
      assert.match(text, /^-int zend;\n\+int zend_faster;$/m);
    }));

  it('that merges shows what it brings to its first parent', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      await commitAll(root, 'First');
      await git(root, 'switch', '--quiet', '--create', 'other');
      await writeFiles(root, { 'Zend/more.c': 'int more;\n' });
      await commitAll(root, 'More');
      await git(root, 'switch', '--quiet', 'master');
      await commitAll(root, 'Meanwhile');
      await git(root, 'merge', '--quiet', '--no-ff', '--message', 'Merge', 'other');
      const { text } = await trees.showCommit(root, 'HEAD', signal);
      assert.match(text, /^\+int more;$/m);
    }));

  it('is missing where there is none, whatever its name looks like', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      const sha = await commitAll(root, 'First');
      for (const name of ['--output=x', '-p', '0'.repeat(40), '^HEAD', 'HEAD..HEAD', '']) {
        await assert.rejects(trees.showCommit(root, name, signal), missing, name);
        await assert.rejects(trees.changedFiles(root, sha, name, signal), missing, name);
        await assert.rejects(trees.changedFiles(root, name, sha, signal), missing, name);
      }
    }));

  it('starts no program that the repository names for showing differences', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { ...smallTree, '.gitattributes': '* diff=evil\n' });
      const first = await commitAll(root, 'First');
      await writeFiles(root, { 'Zend/zend.c': 'int other;\n' });
      const second = await commitAll(root, 'Second');
      const trap = join(root, '.git', 'trap');
      await writeFile(trap, `#!/bin/sh\ntouch ${join(root, '.git', 'sprung')}\n`);
      await chmod(trap, 0o755);
      for (const name of ['diff.external', 'diff.evil.command', 'diff.evil.textconv', 'core.pager']) {
        await git(root, 'config', name, trap);
      }
      assert.match((await trees.showCommit(root, second, signal)).text, /^\+int other;$/m);
      assert.equal((await trees.changedFiles(root, first, second, signal)).length, 1);
      await assert.rejects(access(join(root, '.git', 'sprung')));
    }));
});

describe('the files that differ between two commits', () => {
  it('are named with how they differ, whatever their names hold', () =>
    withTemporary(async (root) => {
      const strange = 'Zend/<b>\n[x](command:y) "ü".c';
      await writeFiles(root, { ...smallTree, 'Zend/old.c': 'int old;\n' });
      const first = await commitAll(root, 'First');
      await git(root, 'rm', '--quiet', 'Zend/old.c');
      await writeFiles(root, { 'Zend/zend.c': 'int other;\n', [strange]: 'int strange;\n' });
      const second = await commitAll(root, 'Second');
      const files = await trees.changedFiles(root, first, second, signal);
      assert.deepEqual(
        new Map(files.map(({ path, kind }) => [path, kind])),
        new Map([
          [strange, 'added'],
          ['Zend/old.c', 'deleted'],
          ['Zend/zend.c', 'changed'],
        ]),
      );
      assert.deepEqual(await trees.changedFiles(root, first, first, signal), []);
    }));
});
