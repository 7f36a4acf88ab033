import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { plainProfile } from '../../../../src/core/machine/plain-profile.ts';
import type { ImageBuildSpec, ImageFacts } from '../../../../src/core/model/engine.ts';
import {
  ensureMachineBase,
  isMirror,
  machineBaseDockerfile,
} from '../../../../src/core/recipe/machine-base.ts';

const signal = new AbortController().signal;
const image: ImageFacts = {
  id: 'sha256:11',
  references: [],
  labels: {},
  platform: 'linux/amd64',
  sizeBytes: 1,
  createdAtMs: 0,
  repoDigests: [],
};
const base = { image, reference: 'debian:bookworm-slim' };

function scene(found: boolean) {
  const built: ImageBuildSpec[] = [];
  const deps = {
    engine: {
      findImage: async () => (found ? image : undefined),
      buildImage: async (spec: ImageBuildSpec) => {
        built.push(spec);
        return image;
      },
    },
    machine: { sha256: (text: string) => `${text.length}`.padStart(16, '0') },
  };
  return { built, deps };
}

describe("a machine's base image", () => {
  it('is the base itself where the machine asks for nothing', async () => {
    const { built, deps } = scene(false);
    assert.equal(
      await ensureMachineBase(deps, plainProfile, base, 'linux/amd64', () => {}, signal),
      base.reference,
    );
    assert.deepEqual(built, []);
    assert.equal(machineBaseDockerfile('x', plainProfile), undefined);
  });

  it('has the mirror and the certificates, and is made once', async () => {
    const profile = { ...plainProfile, packageMirror: 'http://mirror.example/debian', caCertificates: 'PEM' };
    const { built, deps } = scene(false);
    const made = await ensureMachineBase(deps, profile, base, 'linux/amd64', () => {}, signal);
    assert.match(made, /^php-source-bench\/base:machine-amd64-\d{16}$/);
    assert.equal(built[0]?.reference, made);
    assert.match(built[0]?.dockerfile ?? '', /^FROM debian:bookworm-slim$/m);
    assert.match(
      built[0]?.dockerfile ?? '',
      /echo "deb http:\/\/mirror\.example\/debian \$VERSION_CODENAME main"/,
    );
    assert.match(built[0]?.dockerfile ?? '', /Acquire::https::CaInfo/);
    assert.deepEqual(built[0]?.files, [{ path: 'certificates.pem', content: 'PEM' }]);
    const again = scene(true);
    assert.equal(await ensureMachineBase(again.deps, profile, base, 'linux/amd64', () => {}, signal), made);
    assert.deepEqual(again.built, []);
  });

  it('takes only a mirror that is safe in a Dockerfile', async () => {
    assert.equal(isMirror('https://mirror.example:8080/debian/'), true);
    for (const packageMirror of [
      'ftp://x',
      'http://x/a b',
      'http://x/"; reboot',
      'http://x/\nRUN reboot',
      'http://user:pw@x/',
    ]) {
      assert.equal(isMirror(packageMirror), false, packageMirror);
      const { deps } = scene(false);
      await assert.rejects(
        ensureMachineBase(deps, { ...plainProfile, packageMirror }, base, 'linux/amd64', () => {}, signal),
        { reason: 'invalid-setting' },
      );
    }
  });
});
