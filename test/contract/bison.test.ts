/** What stands before a Bison source tarball may become a toolchain. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { isBenchError } from '../../src/core/errors.ts';
import { testToolchain } from '../support/toolchain.ts';

describe('a toolchain with a Bison from source', () => {
  it('is refused when its content is not the official one that its name says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'psb-bison-'));
    try {
      // The right kind of file under the name of a release whose sum is published.
      const impostor = join(folder, 'bison-2.7.1.tar.gz');
      await writeFile(impostor, gzipSync('not Bison'));
      await assert.rejects(testToolchain(impostor), (error) => isBenchError(error, 'bison-checksum'));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
