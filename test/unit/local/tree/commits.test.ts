import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { isBenchError } from '../../../../src/core/errors.ts';
import { localTrees } from '../../../../src/local/tree/tree-port.ts';
import { commitAll, git, smallTree, writeFiles } from '../../../support/git-tree.ts';
import { withTemporary } from '../../../support/temporary.ts';

const trees = localTrees();
const signal = new AbortController().signal;
const missing = (error: unknown) => isBenchError(error, 'commit-missing');

describe('commits', () => {
  it('are resolved from any name of theirs', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      const sha = await commitAll(root, 'First');
      await git(root, 'tag', '--annotate', '--message', 'x', 'php-1.0');
      for (const name of ['HEAD', 'master', 'php-1.0', sha.slice(0, 10), sha]) {
        const commit = await trees.resolveCommit(root, name, signal);
        assert.equal(commit.info.sha, sha, name);
        assert.equal(commit.treeId, (await git(root, 'rev-parse', 'HEAD^{tree}')).trim());
      }
    }));

  it('are missing when there are none of that name, whatever the name looks like', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      await commitAll(root, 'First');
      for (const name of [
        'nope',
        '',
        '-h',
        '--all',
        '^HEAD',
        'HEAD..HEAD',
        'HEAD:main',
        'a\0b',
        'a b',
        '0'.repeat(40),
      ]) {
        await assert.rejects(trees.resolveCommit(root, name, signal), missing, JSON.stringify(name));
      }
      await assert.rejects(trees.archiveCommit(root, '--output=/tmp/x', signal), missing);
      await assert.rejects(trees.archiveCommit(root, '0'.repeat(40), signal), missing);
      await assert.rejects(trees.readCommitFile(root, '1'.repeat(40), 'configure.ac', signal), missing);
    }));

  it('are listed newest first', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      const first = await commitAll(root, 'First');
      await commitAll(root, '');
      await commitAll(root, 'Third with "quotes"');
      const commits = await trees.listCommits(root, first, 'HEAD', 10, signal);
      assert.deepEqual(
        commits.map((commit) => commit.subject),
        ['Third with "quotes"', ''],
      );
      assert.equal((await trees.listCommits(root, first, 'HEAD', 1, signal)).length, 1);
      assert.deepEqual(await trees.listCommits(root, 'HEAD', first, 10, signal), []);
    }));

  it('hold files that are read as text', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { ...smallTree, 'a b/ä.txt': 'Grüße\n', empty: '' });
      const sha = await commitAll(root, 'First');
      await writeFiles(root, { 'a b/ä.txt': 'other' });
      const read = (path: string) => trees.readCommitFile(root, sha, path, signal);
      assert.equal(await read('a b/ä.txt'), 'Grüße\n');
      assert.equal(await read('empty'), '');
      assert.equal(await read('main'), undefined);
      assert.equal(await read('nope'), undefined);
      assert.equal(await read('empty\nempty'), undefined);
    }));
});

describe('the archive of a commit', () => {
  it('is the commit’s content, not the work tree’s', () =>
    withTemporary(async (directory) => {
      const root = join(directory, 'php');
      await writeFiles(root, smallTree);
      const sha = await commitAll(root, 'First');
      await writeFiles(root, { 'Zend/zend.c': 'changed', 'new.c': '' });
      const chunks: Uint8Array[] = [];
      for await (const chunk of await trees.archiveCommit(root, sha, signal)) {
        chunks.push(chunk);
      }
      await writeFile(join(directory, 'a.tar'), Buffer.concat(chunks));
      const { stdout } = await execa('tar', ['-tf', join(directory, 'a.tar')]);
      assert.deepEqual(
        stdout
          .split('\n')
          .filter((name) => !name.endsWith('/'))
          .sort(),
        Object.keys(smallTree).sort(),
      );
      const content = await execa('tar', ['-xOf', join(directory, 'a.tar'), 'Zend/zend.c']);
      assert.equal(`${content.stdout}\n`, smallTree['Zend/zend.c']);
    }));

  it('fails when git does, and ends with its reader or the signal', () =>
    withTemporary(async (root) => {
      await writeFiles(root, { big: 'x'.repeat(3_000_000), broken: 'y'.repeat(100) });
      const sha = await commitAll(root, 'First');
      for await (const chunk of await trees.archiveCommit(root, sha, signal)) {
        assert.ok(chunk.length > 0);
        break;
      }
      const controller = new AbortController();
      const cut = await trees.archiveCommit(root, sha, controller.signal);
      await assert.rejects(
        async () => {
          for await (const chunk of cut) {
            assert.ok(chunk.length > 0);
            controller.abort();
          }
        },
        (error) => isBenchError(error, 'cancelled'),
      );
      const blob = (await git(root, 'rev-parse', 'HEAD:broken')).trim();
      await rename(join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)), join(root, 'moved'));
      const torn = await trees.archiveCommit(root, sha, signal);
      await assert.rejects(
        async () => {
          for await (const chunk of torn) {
            assert.ok(chunk.length > 0);
          }
        },
        (error) => isBenchError(error, 'git-failed'),
      );
      await rm(join(root, '.git'), { recursive: true });
    }));
});
