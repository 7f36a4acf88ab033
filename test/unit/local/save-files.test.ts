import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pack } from 'tar-stream';
import { errors } from '../../../src/core/errors.ts';
import { localFiles } from '../../../src/local/save-files.ts';
import { withTemporary } from '../../support/temporary.ts';

const signal = new AbortController().signal;
const content = Buffer.alloc(300_000, 'ELF ');

async function* tarOf(type: 'file' | 'directory' = 'file'): AsyncIterable<Uint8Array> {
  const tar = pack();
  tar.entry({ name: 'php', type, mode: 0o600 }, type === 'file' ? content : '');
  tar.finalize();
  for await (const chunk of tar as AsyncIterable<Uint8Array>) {
    yield chunk;
  }
}

/** A tar whose sender fails in the middle of the file. */
async function* broken(): AsyncIterable<Uint8Array> {
  for await (const chunk of tarOf()) {
    yield chunk.subarray(0, 2000);
    throw errors.engineFailed('send it', 'it went away.');
  }
}

const save = (tar: AsyncIterable<Uint8Array>, path: string, until = signal) =>
  localFiles().saveExecutable(tar, path, until);

describe('an executable from a tar', () => {
  it('is written whole, executable by all, in a folder that is made', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'a', 'php');
      assert.equal(await save(tarOf(), path), content.length);
      assert.deepEqual(await readFile(path), content);
      assert.equal((await stat(path)).mode & 0o777, 0o755);
      assert.deepEqual(await readdir(join(directory, 'a')), ['php']);
    }));

  it('takes the place of a file or of a link, not of what the link points to', () =>
    withTemporary(async (directory) => {
      const precious = join(directory, 'precious');
      await writeFile(precious, 'x');
      await symlink(precious, join(directory, 'php'));
      await save(tarOf(), join(directory, 'php'));
      assert.deepEqual(await readFile(join(directory, 'php')), content);
      assert.equal(await readFile(precious, 'utf8'), 'x');
    }));

  it('is not there at all after a failure, and what was there stays', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'php');
      await writeFile(path, 'old');
      await assert.rejects(save(broken(), path), { reason: 'engine-failed' });
      await assert.rejects(save(tarOf('directory'), path), { reason: 'engine-failed' });
      const aborted = AbortSignal.abort();
      await assert.rejects(save(tarOf(), path, aborted), { reason: 'cancelled' });
      await mkdir(join(directory, 'folder'));
      await assert.rejects(save(tarOf(), join(directory, 'folder')), { reason: 'file-unwritable' });
      await assert.rejects(save(tarOf(), join(path, 'below-a-file')), { reason: 'file-unwritable' });
      assert.equal(await readFile(path, 'utf8'), 'old');
      assert.deepEqual((await readdir(directory)).sort(), ['folder', 'php']);
    }));
});
