import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { type RecipeInput, toolchainRecipe } from '../../../../src/core/recipe/toolchain.ts';

const distribution: RecipeInput = {
  baseReference: 'debian:bookworm-slim@sha256:00',
  baseId: 'sha256:11',
  platform: 'linux/ppc64le',
  bison: { kind: 'distribution' },
  bisonTarball: undefined,
  packages: [],
  assets: { bisonScript: 'bison' },
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
};

const fromSource: RecipeInput = {
  ...distribution,
  bison: { kind: 'source', version: '2.7.1', sha256: 'aa' },
  bisonTarball: { fileName: 'bison-2.7.1.tar.gz', content: Uint8Array.of(1), sha256: 'aa' },
};

describe('toolchainRecipe', () => {
  it("installs the distribution's Bison, or compiles one in a stage of its own", () => {
    const plain = toolchainRecipe(distribution);
    assert.match(plain.dockerfile, /^ {6}bison \\$/m);
    assert.doesNotMatch(plain.dockerfile, /bison\.sh/);
    const own = toolchainRecipe(fromSource);
    assert.match(own.dockerfile, /^COPY bison-2\.7\.1\.tar\.gz bison\.sh \/tmp\/$/m);
    assert.match(own.dockerfile, /^RUN sh \/tmp\/bison\.sh \/tmp\/bison-2\.7\.1\.tar\.gz aa \/opt\/bison$/m);
    assert.match(own.dockerfile, /^COPY --from=bison \/opt\/bison \/opt\/bison$/m);
    assert.doesNotMatch(own.dockerfile, /^ {6}bison \\$/m);
    assert.deepEqual(
      own.files.map((file) => file.path),
      ['bison.sh', 'bison-2.7.1.tar.gz'],
    );
  });

  it('names the architecture in the image and in its labels', () => {
    const recipe = toolchainRecipe(distribution);
    assert.match(recipe.reference, /^php-source-bench\/toolchain:bison3-ppc64le-[0-9a-f]{16}$/);
    assert.equal(recipe.labels['php-source-bench.platform'], 'linux/ppc64le');
    assert.equal(recipe.labels['php-source-bench.recipe'], recipe.key);
  });

  it('has a key that changes with everything that changes the image, and with nothing else', () => {
    const changes: readonly RecipeInput[] = [
      distribution,
      fromSource,
      { ...distribution, baseId: 'sha256:22' },
      { ...distribution, platform: 'linux/amd64' },
      { ...fromSource, assets: { bisonScript: 'other' } },
    ];
    assert.equal(new Set(changes.map((input) => toolchainRecipe(input).key)).size, changes.length);
    const assets = { bisonScript: 'other' };
    assert.equal(toolchainRecipe({ ...distribution, assets }).key, toolchainRecipe(distribution).key);
  });
});
