/** The base image of tests, made as the product makes it on a machine without a registry. */
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { makeBaseImageAsRoot } from '../../scripts/setup/base-image.ts';
import { cacheDirectory } from '../../scripts/setup/locations.ts';
import { ensureSystemPackages } from '../../scripts/setup/system-packages.ts';
import { plainProfile } from '../../src/core/machine/plain-profile.ts';
import { label, ownLabels } from '../../src/core/model/labels.ts';
import { architectureTag, type Platform } from '../../src/core/model/platform.ts';
import { bootstrappedReference } from '../../src/core/recipe/ensure-base.ts';
import { connectEngine } from '../../src/engine/connect.ts';
import { aptBootstrap } from '../../src/local/debootstrap.ts';
import { locked } from '../../src/local/locked.ts';
import { type TestEngine, testEngine } from './engine.ts';

const suite = 'bookworm';

/** As {@link baseImageIn}, in the tests' engine. */
export async function testBaseImage(): Promise<string> {
  return baseImageIn((await testEngine()).endpoint);
}

/**
 * Reference of a Debian base image that is in an engine of the tests'. Its root file system is bootstrapped once (about
 * 40 s) and kept in the cache (200 MB); an engine that lost the image gets it from there.
 */
export async function baseImageIn(endpoint: TestEngine['endpoint'], wanted?: Platform): Promise<string> {
  const signal = new AbortController().signal;
  const engine = await connectEngine(endpoint);
  try {
    const platform = wanted ?? (await engine.describe(signal)).platform;
    const reference = bootstrappedReference(platform);
    return await locked(join(cacheDirectory(), 'locks', 'base-image'), async () => {
      if ((await engine.findImage(reference, signal)) !== undefined) {
        return reference;
      }
      if (process.getuid?.() !== 0 && wanted === undefined) {
        return makeBaseImageAsRoot(`unix://${endpoint.path}`);
      }
      const rootfs = createReadStream(await ensureRootFileSystem(platform, signal));
      const labels = ownLabels('base', { [label.platform]: platform });
      await engine.importImage(rootfs, { reference, platform, labels }, signal);
      return reference;
    });
  } finally {
    engine.close();
  }
}

async function ensureRootFileSystem(platform: Platform, signal: AbortSignal): Promise<string> {
  const directory = join(cacheDirectory(), 'test-base');
  const path = join(directory, `${suite}-${architectureTag(platform)}.tar`);
  if (existsSync(path)) {
    return path;
  }
  await ensureSystemPackages(['debootstrap', 'debian-archive-keyring', 'gpgv']);
  await mkdir(directory, { recursive: true });
  const unfinished = `${path}.unfinished`;
  try {
    const bootstrap = aptBootstrap({ cacheDirectory: directory });
    const save = (rootfs: AsyncIterable<Uint8Array>) => pipeline(rootfs, createWriteStream(unfinished));
    const spec = { suite, platform, mirror: '', proxy: plainProfile.proxy };
    await bootstrap.bootstrap(spec, () => {}, save, signal);
    await rename(unfinished, path);
  } finally {
    await rm(unfinished, { force: true });
  }
  return path;
}
