/** One PHP tree in the hands of the product and of those whom it is measured beside. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensurePhpTree, makeGitCheckout } from '../../../scripts/setup/php-tree.ts';
import { ensureSystemPackages } from '../../../scripts/setup/system-packages.ts';
import { configureFlagsOf } from '../../../src/core/build/configuration.ts';
import { versionOf } from '../../../src/core/build/source.ts';
import { plainProfile } from '../../../src/core/machine/plain-profile.ts';
import type { BuildRequest } from '../../../src/core/model/build.ts';
import type { Services } from '../../../src/core/services.ts';
import type { OpenEngine } from '../../../src/engine/connect.ts';
import { testEngine } from '../../support/engine.ts';
import { testBaseImage } from '../../support/images.ts';
import { testProduct } from '../../support/product.ts';
import { toolchainOn } from '../../support/toolchain.ts';
import { command } from './command.ts';
import { type DockerCli, dockerCli } from './docker-cli.ts';
import {
  type BuildPlan,
  boundBuilder,
  builderName,
  imageBuilder,
  nativeBuilder,
  type PhpBuilder,
  restoreTree,
} from './php-builder.ts';
import { timed } from './timed.ts';
import { writeTinyTree } from './tiny-tree.ts';
import { removeTreeTraces } from './traces.ts';

export interface PhpBuilds {
  readonly ours: PhpBuilder;
  readonly native: PhpBuilder;
  readonly bound: PhpBuilder;
  readonly image: PhpBuilder;
  readonly services: Services;
  /** What the product builds, and with what. */
  readonly request: BuildRequest;
  readonly docker: DockerCli;
  /** Milliseconds that a first build takes, whatever was built before. */
  measureFirst(builder: PhpBuilder): Promise<number>;
  /** Resolves when this one has built its tree at least once. */
  ready(builder: PhpBuilder): Promise<void>;
  close(): Promise<void>;
}

export interface PhpBuildsRequest {
  readonly tiny: boolean;
  readonly signal: AbortSignal;
  /** Gets the versions of what is built and of what builds it. */
  readonly versions: Map<string, string>;
  /** Absolute; the trees are made below it. */
  readonly directory: string;
  readonly engine: OpenEngine;
}

/** Compilers beside the product's own, for the native build; what a Debian machine is told to install for PHP. */
const nativePackages = ['gcc', 'libc6-dev', 'make', 'git'];

/** Without this flag configure takes up Valgrind's headers where the machine happens to have them. */
const extraFlags: readonly string[] = ['--without-valgrind'];

/** Makes the trees and the toolchain; builds nothing yet. */
export async function openPhpBuilds(request: PhpBuildsRequest): Promise<PhpBuilds> {
  const { signal, directory, engine } = request;
  await ensureSystemPackages(nativePackages);
  const trees = join(directory, 'trees');
  const roots = await makeTrees(trees, request);
  const baseImage = await testBaseImage();
  const { reference: toolchain } = await toolchainOn(engine.port, { baseImage, profile: plainProfile });
  const docker = dockerCli((await testEngine()).socketPath, signal);
  const container = { docker, toolchain };
  // As it is installed.
  const product = await testProduct({ keepContainerMinutes: 10 });
  const build = buildRequest(roots.ours);
  const plan = await planOf(build, product.services, request);
  const compiler = await docker(['run', '--rm', '--network', 'none', toolchain, 'gcc', '--version']);
  request.versions.set('gcc (toolchain)', compiler.split('\n')[0] ?? '');
  const rebuild = async () => {
    await product.services.build(build, () => {}, signal);
  };
  const forget = async () => {
    await restoreTree(roots.ours, signal);
    await removeTreeTraces(engine, trees);
  };
  return {
    ours: { name: builderName.ours, root: roots.ours, forget, buildFirst: rebuild, rebuild },
    native: nativeBuilder(roots.native, plan, signal),
    bound: boundBuilder(roots.bound, plan, container, signal),
    image: imageBuilder(roots.image, plan, container),
    services: product.services,
    request: build,
    docker,
    ...firstBuilds(),
    close: () => product.close(),
  };
}

/** Remembers who has built. */
function firstBuilds(): Pick<PhpBuilds, 'measureFirst' | 'ready'> {
  const built = new Set<PhpBuilder>();
  return {
    measureFirst: async (builder) => {
      await builder.forget();
      const durationMs = await timed(builder.buildFirst);
      built.add(builder);
      return durationMs;
    },
    ready: async (builder) => {
      if (!built.has(builder)) {
        await builder.buildFirst();
        built.add(builder);
      }
    },
  };
}

function buildRequest(treeRoot: string): BuildRequest {
  return {
    treeRoot,
    source: { kind: 'work-tree' },
    mode: 'incremental',
    preset: 'minimal',
    configureFlags: extraFlags,
    platform: undefined,
  };
}

/** The flags and the number of compilers that the product uses, for the others. */
async function planOf(
  build: BuildRequest,
  services: Services,
  { signal, versions }: PhpBuildsRequest,
): Promise<BuildPlan> {
  const { texts } = await services.readTree(build.treeRoot, signal);
  const version = versionOf(texts.phpVersionHeader, build.treeRoot);
  const configureFlags = configureFlagsOf(build, version);
  versions.set('PHP', `${version.text}, ${configureFlags.join(' ')}`);
  return { configureFlags, jobs: (await services.describeEngine(signal)).cpuCount };
}

type Roots = Readonly<Record<'ours' | 'native' | 'bound' | 'image', string>>;

/** The same tree four times, so that nobody finds what another one has built. */
async function makeTrees(parent: string, { tiny, signal }: PhpBuildsRequest): Promise<Roots> {
  const rootOf = (name: keyof Roots) => join(parent, name);
  const roots = {
    ours: rootOf('ours'),
    native: rootOf('native'),
    bound: rootOf('bound'),
    image: rootOf('image'),
  };
  await mkdir(parent, { recursive: true });
  await (tiny ? writeTinyTree(roots.ours) : makeGitCheckout((await ensurePhpTree()).path, roots.ours));
  for (const root of [roots.native, roots.bound, roots.image]) {
    await command('cp', ['--archive', roots.ours, root], { signal });
  }
  // What the history of a real checkout weighs would only speak against this way.
  await writeFile(join(roots.image, '.dockerignore'), '.git\n');
  return roots;
}
