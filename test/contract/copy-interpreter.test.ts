/** The interpreter of a real build as a file of this machine. */
import assert from 'node:assert/strict';
import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { BuildResult } from '../../src/core/model/build.ts';
import { ownLabels } from '../../src/core/model/labels.ts';
import { connectEngine } from '../../src/engine/connect.ts';
import { testEngine } from '../support/engine.ts';
import { phpCheckout } from '../support/php-checkout.ts';
import { type Product, testProduct } from '../support/product.ts';
import { withTemporary } from '../support/temporary.ts';

const signal = new AbortController().signal;

describe('a copied interpreter', () => {
  let product: Product;
  let built: BuildResult;

  before(async () => {
    product = await testProduct();
    built = await product.services.build(
      {
        treeRoot: await phpCheckout(),
        source: { kind: 'work-tree' },
        mode: 'incremental',
        ...{ preset: 'usual', configureFlags: [], platform: undefined },
      },
      product.report,
      signal,
    );
  });

  after(() => product.close());

  const copy = (path: string, build = built) => product.services.copyInterpreter(build, path, signal);

  it('is the whole executable, and what it needs is known', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'php');
      const copied = await copy(path);
      const { size, mode } = await stat(path);
      assert.deepEqual([copied.sizeBytes, mode & 0o777, copied.path], [size, 0o755, path]);
      assert.equal((await readFile(path)).subarray(0, 4).toString('latin1'), '\u007fELF');
      assert.match(copied.needs.glibc ?? '', /^2\.\d+$/);
      assert.ok(copied.needs.libraries.includes('libedit.so.2'), copied.needs.libraries.join());
      assert.deepEqual(await readdir(directory), ['php']);
    }));

  it('comes from the image where the build made one', async () => {
    const image = await imageOfBuild();
    await withTemporary(async (directory) => {
      const fromVolume = await copy(join(directory, 'a'));
      const fromImage = await copy(join(directory, 'b'), { ...built, volume: undefined, image });
      assert.deepEqual(fromImage.needs, fromVolume.needs);
    });
  });

  it('is not there at all where the build has none, or the folder takes none', () =>
    withTemporary(async (directory) => {
      const none = { ...built, volume: undefined, image: built.toolchainImage };
      await assert.rejects(copy(join(directory, 'php'), none), { reason: 'build-interpreter-missing' });
      assert.deepEqual(await readdir(directory), []);
      // Root may write anywhere, but not below a file.
      const file = join(directory, 'file');
      await copy(file);
      await chmod(file, 0o644);
      await assert.rejects(copy(join(file, 'php')), { reason: 'file-unwritable' });
      assert.deepEqual(await readdir(directory), ['file']);
    }));

  it('waits for no half-linked file: while the tree is built, it says so', async () => {
    const engine = await connectEngine((await testEngine()).endpoint);
    const { volume, toolchainImage: image, platform } = built;
    const spec = { name: `${volume}-build`, image, command: ['true'], labels: ownLabels('build-container') };
    try {
      await withTemporary((directory) =>
        engine.withContainer(
          { ...spec, platform, network: 'none' },
          () => assert.rejects(copy(join(directory, 'php')), { reason: 'engine-object-busy' }),
          signal,
        ),
      );
    } finally {
      engine.close();
    }
  });

  /** The image that the first build of these sources left. */
  async function imageOfBuild(): Promise<string> {
    const { images } = await product.services.readResources(() => {}, signal);
    const image = images.find(
      ({ labels }) =>
        labels['php-source-bench.kind'] === 'build' &&
        labels['php-source-bench.commit'] === built.source.commit?.sha,
    );
    assert.ok(image?.references[0] !== undefined, 'the first build of these sources left an image');
    return image.references[0];
  }
});
