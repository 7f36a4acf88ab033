import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { isBenchError } from '../../../../src/core/errors.ts';
import { localCommitLines } from '../../../../src/local/tree/commit-line.ts';
import { commitAll, git, smallTree, writeFiles } from '../../../support/git-tree.ts';
import { withTemporary } from '../../../support/temporary.ts';

const signal = new AbortController().signal;
const lines = localCommitLines();
const all = { from: undefined, sinceMs: undefined, to: 'HEAD', limit: 100 };

async function commitAt(root: string, subject: string, time: string): Promise<string> {
  await git(root, 'commit', '--quiet', '--allow-empty', '--message', subject, `--date=${time}`);
  return (await git(root, 'rev-parse', 'HEAD')).trim();
}

/** master: Import, a, merge of fix, b; the branch `fix` starts at Import. */
function withHistory(use: (root: string) => Promise<void>): Promise<void> {
  return withTemporary(async (parent) => {
    const root = join(parent, 'tree');
    await mkdir(root);
    await writeFiles(root, smallTree);
    await commitAll(root, 'Import');
    await git(root, 'branch', 'fix');
    await commitAt(root, 'a', '2024-01-01T00:00:00Z');
    await git(root, 'checkout', '--quiet', 'fix');
    await commitAt(root, 'fix', '2024-01-01T00:00:00Z');
    await git(root, 'checkout', '--quiet', 'master');
    await git(root, 'merge', '--quiet', '--no-ff', '--message', 'merge', 'fix');
    await commitAt(root, 'b', '2024-01-01T00:00:00Z');
    await use(root);
  });
}

const subjects = async (root: string, range: Partial<typeof all> | { from: string; to: string }) =>
  (await lines.listLine(root, { ...all, ...range }, signal)).map(({ subject }) => subject);

describe('the line of first parents', () => {
  it('leads through merges, not into them, and has both its ends', () =>
    withHistory(async (root) => {
      assert.deepEqual(await subjects(root, {}), ['b', 'merge', 'a', 'Import']);
      assert.deepEqual(await subjects(root, { from: 'HEAD~2', to: 'HEAD' }), ['b', 'merge', 'a']);
      assert.deepEqual(await subjects(root, { from: 'HEAD', to: 'HEAD' }), ['b']);
      assert.deepEqual(await subjects(root, { from: 'HEAD~3', to: 'HEAD~1' }), ['merge', 'a', 'Import']);
    }));

  it('says where a commit that is not on it parts from it, and what is the wrong way round', () =>
    withHistory(async (root) => {
      const parting = (await git(root, 'rev-parse', 'HEAD~3')).trim();
      await assert.rejects(
        subjects(root, { from: 'fix', to: 'master' }),
        (error) => isBenchError(error, 'commits-unfit') && error.message.includes(parting),
      );
      await assert.rejects(subjects(root, { from: 'HEAD', to: 'HEAD~1' }), (error) =>
        isBenchError(error, 'commits-unfit'),
      );
      await assert.rejects(subjects(root, { from: 'no-such', to: 'HEAD' }), (error) =>
        isBenchError(error, 'commit-missing'),
      );
    }));

  it('ends where commits are older than a time', () =>
    withTemporary(async (root) => {
      await writeFiles(root, smallTree);
      const at = async (subject: string, time: string) => {
        process.env.GIT_COMMITTER_DATE = time;
        try {
          await commitAll(root, subject);
        } finally {
          delete process.env.GIT_COMMITTER_DATE;
        }
      };
      await at('old', '2024-01-01T12:00:00Z');
      await at('edge', '2024-01-02T00:00:00Z');
      await at('new', '2024-01-03T00:00:00Z');
      const sinceMs = Date.parse('2024-01-02T00:00:00Z');
      const line = await lines.listLine(root, { ...all, sinceMs }, signal);
      assert.deepEqual(
        line.map(({ subject }) => subject),
        ['new', 'edge'],
      );
      const late = Date.parse('2024-02-01T00:00:00Z');
      assert.deepEqual(await lines.listLine(root, { ...all, sinceMs: late }, signal), []);
    }));

  it('is refused when it is longer than it may be', () =>
    withHistory(async (root) => {
      assert.equal((await lines.listLine(root, { ...all, limit: 4 }, signal)).length, 4);
      await assert.rejects(lines.listLine(root, { ...all, limit: 3 }, signal), (error) =>
        isBenchError(error, 'commits-unfit'),
      );
    }));
});

describe("a remote's branch", () => {
  it('is fetched under its usual name, and nothing else changes', () =>
    withHistory((origin) =>
      withTemporary(async (parent) => {
        const root = join(parent, 'clone');
        await git(origin, 'clone', '--quiet', origin, root);
        await git(origin, 'tag', 'new-tag');
        const newest = await commitAt(origin, 'c', '2024-01-01T00:00:00Z');
        const head = (await git(root, 'rev-parse', 'HEAD')).trim();
        const ref = await lines.fetchBranch(root, { remote: 'origin', name: 'master' }, signal);
        assert.equal((await git(root, 'rev-parse', ref)).trim(), newest);
        assert.equal((await git(root, 'rev-parse', 'HEAD')).trim(), head);
        assert.equal(await git(root, 'tag', '--list'), '');
        assert.equal(await git(root, 'status', '--porcelain'), '');
        assert.equal(await git(root, 'rev-parse', '--verify', '--quiet', 'FETCH_HEAD').catch(() => ''), '');
        assert.deepEqual((await lines.listLine(root, { ...all, to: ref }, signal))[0]?.subject, 'c');
      }),
    ));

  it('is refused for a remote or a branch that is none, and for one that starts a program', () =>
    withHistory(async (root) => {
      const fetched = (remote: string, name: string) => lines.fetchBranch(root, { remote, name }, signal);
      const unfit = (error: unknown) => isBenchError(error, 'commits-unfit');
      await assert.rejects(fetched('origin', 'master'), unfit);
      await assert.rejects(fetched('--upload-pack=x', 'master'), unfit);
      await assert.rejects(fetched(root, 'master'), unfit);
      const proof = join(root, 'proof');
      await writeFile(join(root, 'x.sh'), `#!/bin/sh\ntouch ${proof}\n`, { mode: 0o755 });
      await git(root, 'remote', 'add', 'evil', `ext::${join(root, 'x.sh')}`);
      for (const name of ['-x', 'a b', 'a..b', '@{-1}', 'a:b', 'HEAD', '']) {
        await assert.rejects(fetched('evil', name), unfit, name);
      }
      await assert.rejects(fetched('evil', 'master'), (error) => isBenchError(error, 'git-failed'));
      await assert.rejects(import('node:fs/promises').then(({ stat }) => stat(proof)));
    }));
});

describe('the tags of a repository', () => {
  it('come with the time of their message, or else of their commit', () =>
    withHistory(async (root) => {
      assert.deepEqual(await lines.listTags(root, 'php-*', signal), []);
      await git(root, 'tag', 'php-1', 'HEAD');
      await git(root, 'tag', '--annotate', '--message', 'Two', 'php-2', 'HEAD~1');
      await git(root, 'tag', 'other', 'HEAD');
      const tags = await lines.listTags(root, 'php-*', signal);
      const seconds = await git(root, 'for-each-ref', '--format=%(creatordate:unix)', 'refs/tags/php-*');
      assert.deepEqual(
        tags.map(({ name, createdAtMs }) => [name, createdAtMs]),
        seconds
          .trim()
          .split('\n')
          .map((text, index) => [`php-${index + 1}`, Number(text) * 1000]),
      );
    }));
});
