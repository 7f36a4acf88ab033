/** The path from a Bison source tarball to a toolchain, with the source that Debian ships. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ensureBisonSource } from '../../scripts/setup/bison-source.ts';
import { isBenchError } from '../../src/core/errors.ts';
import { ownLabels } from '../../src/core/model/labels.ts';
import { testProduct } from '../support/product.ts';
import { testToolchain } from '../support/toolchain.ts';

const signal = new AbortController().signal;

describe('a toolchain with a Bison from source', () => {
  it('compiles it, and it is the one that a build finds', async () => {
    const { engine, reference } = await testToolchain(await ensureBisonSource());
    try {
      assert.match(reference, /:bison3\.8\.2-/);
      const { platform } = await engine.describe(signal);
      let output = '';
      const exit = await engine.withContainer(
        {
          image: reference,
          command: [
            'sh',
            '-c',
            'command -v bison && bison --version && echo "%%\nstart: ;" | bison -o /tmp/x.c /dev/stdin',
          ],
          labels: ownLabels('build-container'),
          platform,
          network: 'none',
        },
        (container) =>
          container.run((_, chunk) => {
            output += new TextDecoder().decode(chunk);
          }, signal),
        signal,
      );
      assert.equal(exit.exitCode, 0, output);
      assert.match(output, /^\/opt\/bison\/bin\/bison\nbison \(GNU Bison\) 3\.8\.2/);
    } finally {
      engine.close();
    }
  });

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

// Neither a Bison 2 nor a PHP 5 is to be had from Debian: who has them names them, for instance
// BISON_TARBALL=bison-2.7.1.tar.gz PHP_TREE=php-5.6.40 npm run test:contract
const bisonTarball = process.env.BISON_TARBALL ?? '';
const tree = process.env.PHP_TREE ?? '';

if (bisonTarball !== '' && tree !== '') {
  it('builds the given tree with the given Bison', async () => {
    const product = await testProduct({ bisonTarball: resolve(bisonTarball), preset: 'minimal' });
    try {
      const treeRoot = resolve(tree);
      const snapshot = await product.services.readTree(treeRoot, signal);
      const source = { kind: 'work-tree' } as const;
      const flags = { preset: 'minimal', configureFlags: [], platform: undefined } as const;
      const request = { treeRoot, source, mode: 'incremental', ...flags } as const;
      const built = await product.services.build(request, product.report, signal);
      assert.ok(snapshot.texts.phpVersionHeader?.includes(`"${built.phpVersion}"`));
      assert.match(product.output(), /^PHP \d+\.\d+\.\d+/m);
      const again = await product.services.build(request, product.report, signal);
      assert.equal(again.filesSent, 0);
    } finally {
      await product.close();
    }
  });
}
