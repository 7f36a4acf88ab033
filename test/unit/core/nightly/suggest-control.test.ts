import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Tag } from '../../../../src/core/automation/ports.ts';
import { errors } from '../../../../src/core/errors.ts';
import { suggestControl } from '../../../../src/core/nightly/suggest-control.ts';
import { commitOf } from '../../../support/commit-line.ts';

const signal = new AbortController().signal;
const headMs = 1000;

function suggested(version: string, tags: readonly Tag[], branch = 'master'): Promise<string | undefined> {
  const deps = {
    lines: { listTags: async () => tags },
    tree: {
      resolveCommit: async (_: string, commitish: string) => {
        if (commitish === 'gone') {
          throw errors.commitMissing(commitish);
        }
        return { info: commitOf(1, headMs), treeId: 't' };
      },
      readCommitFile: async () => `#define PHP_VERSION "${version}"\n`,
    },
  };
  return suggestControl(deps, '/php-src', branch, signal);
}

const tag = (name: string, createdAtMs = 1): Tag => ({ name, createdAtMs });

it("suggests the branch's last release before its head as a control", async () => {
  const tags = [
    ...['php-8.4.9', 'php-8.4.10', 'php-8.5.0RC1', 'php-8.5.0', 'php-7.4.33', 'own'].map((name) => tag(name)),
    tag('php-8.5.1', headMs + 1),
  ];
  assert.equal(await suggested('8.6.0-dev', tags), 'php-8.5.0');
  assert.equal(await suggested('8.4.11-dev', tags), 'php-8.4.10');
  assert.equal(await suggested('7.3.0', tags), undefined);
  assert.equal(await suggested('8.6.0-dev', []), undefined);
  assert.equal(await suggested('8.6.0-dev', tags, 'gone'), undefined);
});
