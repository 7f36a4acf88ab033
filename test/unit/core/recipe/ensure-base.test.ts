import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type BenchError, errors } from '../../../../src/core/errors.ts';
import { plainProfile } from '../../../../src/core/machine/plain-profile.ts';
import type { ImageFacts } from '../../../../src/core/model/engine.ts';
import { ensureBase } from '../../../../src/core/recipe/ensure-base.ts';
import { Steps } from '../../../../src/core/steps.ts';

const image: ImageFacts = {
  ...{ id: 'sha256:11', references: [], labels: {}, platform: 'linux/amd64' },
  ...{ sizeBytes: 1, createdAtMs: 0, repoDigests: [] },
};

/** Looks for a base on an engine whose pull fails like this, on a machine that can bootstrap one or not. */
function ensure(pullError: BenchError, obstacle?: string) {
  const deps = {
    engine: {
      findImage: async () => undefined,
      pullImage: () => Promise.reject(pullError),
      importImage: async () => image,
    },
    bootstrap: {
      unavailableBecause: async () => obstacle,
      bootstrap: <T>(_: unknown, __: unknown, use: (rootfs: AsyncIterable<Uint8Array>) => Promise<T>) =>
        use((async function* () {})()),
    },
  };
  const steps = new Steps(() => {}, { nowMs: () => 0 });
  const target = { profile: plainProfile, platform: 'linux/amd64' } as const;
  return ensureBase(deps, 'debian:12', target, steps, () => {}, new AbortController().signal);
}

const unresolved = errors.engineNameResolution('registry-1.docker.io');

describe('a base image that cannot be pulled', () => {
  it('is bootstrapped where only the way to the registry is closed', async () => {
    for (const failure of [unresolved, errors.engineProxy('407.'), errors.baseImageUnavailable('x', 'y.')]) {
      assert.equal((await ensure(failure)).image, image);
    }
  });

  it('is told by its cause where nothing else helps', async () => {
    await assert.rejects(ensure(unresolved, 'debootstrap is missing.'), unresolved);
    await assert.rejects(ensure(errors.baseImageUnavailable('x', 'y.'), 'debootstrap is missing.'), {
      reason: 'base-image-unavailable',
      message: /the pull failed, and debootstrap is missing/,
    });
  });

  it('is not bootstrapped on an engine that could not take it', async () => {
    for (const failure of [errors.engineDiskFull(undefined), errors.engineUnreachable('x')]) {
      await assert.rejects(ensure(failure), failure);
    }
  });
});
