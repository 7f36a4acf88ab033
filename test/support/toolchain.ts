import { cacheDirectory } from '../../scripts/setup/locations.ts';
import { plainProfile } from '../../src/core/machine/plain-profile.ts';
import type { MachineProfile } from '../../src/core/model/machine.ts';
import type { Platform } from '../../src/core/model/platform.ts';
import type { EnginePort, Report } from '../../src/core/ports.ts';
import { readRunner } from '../../src/core/recipe/ensure-runner.ts';
import { ensureToolchain, findTarget, type Toolchain } from '../../src/core/recipe/ensure-toolchain.ts';
import { Steps } from '../../src/core/steps.ts';
import { connectEngine } from '../../src/engine/connect.ts';
import { readContainerAssets } from '../../src/local/assets.ts';
import { localDownloads } from '../../src/local/download.ts';
import { localMachine } from '../../src/local/machine.ts';
import { testEngine } from './engine.ts';
import { uncancelled } from './engine-room.ts';
import { testBaseImage } from './images.ts';
import { productRoot } from './product.ts';

export interface TestToolchain {
  readonly engine: EnginePort;
  /** The image's reference. */
  readonly reference: string;
  readonly platform: Platform;
  /** The runner, compiled with it. */
  readonly runner: () => Promise<Uint8Array>;
}

/**
 * The toolchain for a tree that takes any Bison from 3.0 on, in the tests' own engine. Close the engine.
 * @param bisonTarball a Bison source to compile instead of the distribution's package
 */
export async function testToolchain(bisonTarball = ''): Promise<TestToolchain> {
  const engine = await connectEngine((await testEngine()).endpoint);
  const baseImage = await testBaseImage();
  const { key, reference, platform } = await toolchainOn(engine, {
    baseImage,
    bisonTarball,
    profile: plainProfile,
  });
  const deps = {
    engine,
    machine: localMachine(),
    assets: await readContainerAssets(productRoot),
    profiles: { profileOf: async () => plainProfile },
  };
  const build = { toolchainKey: key, toolchainImage: reference, platform };
  return { engine, reference, platform, runner: () => readRunner(deps, build, () => {}, uncancelled) };
}

/** The same in any engine that has the base image, on a machine with this profile. */
export async function toolchainOn(
  engine: EnginePort,
  on: { readonly baseImage: string; readonly bisonTarball?: string; readonly profile: MachineProfile },
  report: Report = () => {},
): Promise<Toolchain> {
  const unused = () => Promise.reject(new Error('a base image is there'));
  const machine = localMachine();
  const profiles = { profileOf: async () => on.profile };
  const target = await findTarget({ engine, profiles }, undefined, uncancelled);
  return ensureToolchain(
    {
      engine,
      machine,
      assets: await readContainerAssets(productRoot),
      bootstrap: { unavailableBecause: unused, bootstrap: unused },
      downloads: localDownloads(cacheDirectory()),
      profiles,
    },
    { baseImage: on.baseImage, bisonTarball: on.bisonTarball ?? '', extraPackages: [] },
    {
      phpVersion: '8.2.0',
      requirement: { kind: 'minimum', minimum: '3.0', excluded: [] },
      shipsParsers: true,
      packages: [],
    },
    target,
    new Steps(report, machine),
    report,
    uncancelled,
  );
}
