import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainProfile } from '../../../../src/core/machine/plain-profile.ts';
import type { ImageBuildSpec, ImageFacts } from '../../../../src/core/model/engine.ts';
import { label } from '../../../../src/core/model/labels.ts';
import type { ProgressEvent } from '../../../../src/core/ports.ts';
import { ensureTools, toolsDockerfile } from '../../../../src/core/recipe/ensure-tools.ts';
import { engineInfo } from '../../../support/engine-info.ts';

const signal = new AbortController().signal;
const build = {
  toolchainKey: '0123456789abcdef',
  toolchainImage: 'php-source-bench/toolchain:bison3-amd64-0123456789abcdef',
  platform: 'linux/amd64',
} as const;
const machine = { sha256: (text: string) => `${text.length}`.padStart(64, '0'), nowMs: () => 0 };

const profiles = { profileOf: async () => plainProfile };

/** An engine that keeps what it builds. */
function engine() {
  const built: ImageBuildSpec[] = [];
  const held = new Map<string, ImageFacts>();
  return {
    built,
    held,
    describe: async () => engineInfo,
    findImage: (reference: string) => Promise.resolve(held.get(reference)),
    buildImage: (spec: ImageBuildSpec) => {
      built.push(spec);
      const { reference, labels, platform } = spec;
      const image: ImageFacts = {
        ...{ id: 'sha256:x', references: [reference], labels, platform },
        ...{ sizeBytes: 1, createdAtMs: 1, repoDigests: [] },
      };
      held.set(reference, image);
      return Promise.resolve(image);
    },
  };
}

describe("the debuggers' image", () => {
  it('is built on the toolchain once, with its step told, and found from then on', async () => {
    const fake = engine();
    const events: ProgressEvent[] = [];
    const ensure = () =>
      ensureTools({ engine: fake, machine, profiles }, build, (event) => events.push(event), signal);
    const reference = await ensure();
    assert.equal(reference, 'php-source-bench/tools:amd64-0123456789abcdef');
    assert.equal(fake.built[0]?.labels[label.kind], 'tools');
    assert.match(
      fake.built[0]?.dockerfile ?? '',
      /^FROM php-source-bench\/toolchain:bison3-amd64-0123456789abcdef$/m,
    );
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['step', 'step-done'],
    );
    assert.equal(await ensure(), reference);
    assert.equal(fake.built.length, 1);
  });

  it('is built anew where one of that name has something else in it', async () => {
    const fake = engine();
    const ensure = () => ensureTools({ engine: fake, machine, profiles }, build, () => {}, signal);
    const reference = await ensure();
    const old = fake.held.get(reference);
    assert.ok(old !== undefined);
    fake.held.set(reference, { ...old, labels: { [label.kind]: 'tools', [label.recipe]: 'old' } });
    await ensure();
    assert.equal(fake.built.length, 2);
  });

  it('is a Dockerfile that installs without asking and leaves no package lists', () => {
    const text = toolsDockerfile('x:y');
    assert.match(text, /apt-get install -y --no-install-recommends gdb libc6-dbg valgrind/);
    assert.match(text, /rm -rf \/var\/lib\/apt\/lists/);
  });
});
