import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { plainProfile } from '../../../src/core/machine/plain-profile.ts';
import { withWorkspace } from '../../../src/local/bootstrap/workspace.ts';
import { aptBootstrap } from '../../../src/local/debootstrap.ts';
import { withTemporary } from '../../support/temporary.ts';

const signal = new AbortController().signal;

describe('the workspace of a bootstrap', () => {
  it('is gone afterwards, whatever happened', () =>
    withTemporary(async (directory) => {
      const cache = join(directory, 'cache');
      const result = await withWorkspace(cache, async (workspace) => {
        await writeFile(join(workspace, 'file'), '');
        assert.equal((await readdir(cache)).length, 1);
        return 5;
      });
      assert.equal(result, 5);
      await assert.rejects(
        withWorkspace(cache, () => Promise.reject(new Error('failed'))),
        /failed/,
      );
      assert.deepEqual(await readdir(cache), []);
    }));

  it('takes away what a dead process left, and nothing else', () =>
    withTemporary(async (cache) => {
      const ended = execa('true');
      await ended;
      const others = ['bootstrap-notes', 'downloads', `bootstrap-${process.ppid}-live`];
      for (const name of [...others, `bootstrap-${ended.pid}-dead`]) {
        await mkdir(join(cache, name, 'deep'), { recursive: true });
      }
      await withWorkspace(cache, () => Promise.resolve());
      assert.deepEqual((await readdir(cache)).sort(), others.sort());
    }));
});

describe('a bootstrap', () => {
  it('refuses what could not be checked or would be an option', () =>
    withTemporary(async (cacheDirectory) => {
      const start = (suite: string, mirror: string) =>
        aptBootstrap({ cacheDirectory }).bootstrap(
          { suite, platform: 'linux/amd64', mirror, proxy: plainProfile.proxy },
          () => undefined,
          () => assert.fail('nothing was made'),
          signal,
        );
      for (const suite of ['--foreign', '../x', '', 'no-such-release']) {
        await assert.rejects(start(suite, ''), { reason: 'base-image-unavailable' });
      }
      for (const mirror of ['--no-check-gpg', 'ftp://a.test/', 'nonsense']) {
        await assert.rejects(start('bookworm', mirror), { reason: 'invalid-setting' });
      }
      assert.deepEqual(await readdir(cacheDirectory), []);
    }));
});
