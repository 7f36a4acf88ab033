import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { plainProfile } from '../../../../src/core/machine/plain-profile.ts';
import type { ImageBuildSpec, ImageFacts } from '../../../../src/core/model/engine.ts';
import { label } from '../../../../src/core/model/labels.ts';
import {
  type CompilerOfBuild,
  readRunner,
  runnerDockerfile,
} from '../../../../src/core/recipe/ensure-runner.ts';
import { FakeEngine } from '../../../support/fake-engine.ts';

const signal = new AbortController().signal;
const build: CompilerOfBuild = {
  toolchainKey: '0123456789abcdef',
  toolchainImage: 'php-source-bench/toolchain:bison3-amd64-0123456789abcdef',
  platform: 'linux/amd64',
};
const machine = {
  sha256: (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex'),
  nowMs: () => 0,
  owner: () => 'this process',
};

/** An engine that keeps what it builds. */
function engine() {
  const built: ImageBuildSpec[] = [];
  const held = new Map<string, ImageFacts>();
  const fake = new FakeEngine({ output: [] }, undefined);
  return {
    built,
    describe: fake.describe,
    withContainer: fake.withContainer,
    findImage: async (reference: string) => held.get(reference),
    buildImage: async (spec: ImageBuildSpec) => {
      built.push(spec);
      const image = await fake.findImage(spec.reference);
      held.set(spec.reference, image);
      return image;
    },
  };
}

function read(on: ReturnType<typeof engine>, runnerSource: string, of = build) {
  const profiles = { profileOf: async () => plainProfile };
  return readRunner({ engine: on, machine, profiles, assets: { runnerSource } }, of, () => {}, signal);
}

describe("the runner's image", () => {
  it('is built with the compiler of the build on first use, and found from then on', async () => {
    const fake = engine();
    assert.deepEqual(await read(fake, 'int main'), Uint8Array.of(0x7f));
    await read(fake, 'int main');
    assert.equal(fake.built.length, 1);
    const [spec] = fake.built;
    assert.match(spec?.reference ?? '', /^php-source-bench\/runner:amd64-[0-9a-f]{16}$/);
    assert.equal(spec?.labels[label.kind], 'runner');
    assert.equal(spec?.labels[label.toolchain], build.toolchainKey);
    assert.deepEqual(spec?.files, [{ path: 'runner.c', content: 'int main' }]);
    assert.match(spec?.dockerfile ?? '', new RegExp(`^FROM ${build.toolchainImage} AS compile$`, 'm'));
  });

  it('is another one for another source or another toolchain', async () => {
    const fake = engine();
    await read(fake, 'int main');
    await read(fake, 'int main(void)');
    await read(fake, 'int main', { ...build, toolchainKey: 'fedcba9876543210' });
    assert.equal(new Set(fake.built.map(({ reference }) => reference)).size, 3);
  });

  it('holds one program that needs no library', () => {
    const text = runnerDockerfile('x:y');
    assert.match(text, /gcc .*-static/);
    assert.match(text, /^FROM scratch\nCOPY --from=compile \S+ \/runner$/m);
  });
});
