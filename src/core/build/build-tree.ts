/** Builds a PHP tree in a container: incrementally in the tree's volume, or clean into an image. */
import { BenchError, errors, isBenchError } from '../errors.ts';
import { machineShare } from '../machine/machine-share.ts';
import type { BuildOutcome, BuildRequest, BuildResult } from '../model/build.ts';
import type { ContainerSpec } from '../model/engine.ts';
import { label, startedLabel } from '../model/labels.ts';
import { firstInvalidFlag } from '../php/configure-flags.ts';
import type { EnginePort, KeptContainerPort, MachinePort, Report, TreePort } from '../ports.ts';
import {
  ensureToolchain,
  findTarget,
  type Toolchain,
  type ToolchainDeps,
  type ToolchainSettings,
} from '../recipe/ensure-toolchain.ts';
import { Steps } from '../steps.ts';
import { type CcacheUse, ensureCcache } from './ccache.ts';
import { configureFlagsOf } from './configuration.ts';
import { usedMark } from './find-build.ts';
import {
  type BuildIdentity,
  buildKey,
  buildLabels,
  buildReference,
  containerPath,
  volumeLock,
  volumeName,
} from './names.ts';
import { quickBuild, quickBuildCommand } from './quick-build.ts';
import { buildScripts, reportSent, runBuild } from './run-build.ts';
import { type Sent, sendSource, toldAsBuiltElsewhere } from './send-source.ts';
import { hashSource, readSource, type Source } from './source.ts';
import { needsOf } from './tree-recipe.ts';
import { type HeldStates, stateDirectory } from './volume-state.ts';

export interface BuildDeps extends ToolchainDeps {
  readonly engine: ToolchainDeps['engine'] &
    Pick<EnginePort, 'withContainer' | 'withKeptContainer' | 'releaseKept' | 'ensureVolume' | 'removeVolume'>;
  readonly tree: TreePort;
  readonly machine: Pick<MachinePort, 'sha256' | 'nowMs' | 'owner' | 'uuid'>;
  readonly states: HeldStates;
}

export interface BuildSettings extends ToolchainSettings {
  readonly ccache: CcacheUse;
  /** For how long the container of an incremental build waits for the next one; 0 for not at all. */
  readonly keepContainerMinutes: number;
}

/** The interpreter of a build image. */
export const interpreterPath = '/opt/php/bin/php';

interface Plan {
  readonly source: Source;
  readonly toolchain: Toolchain;
  readonly identity: BuildIdentity;
  readonly clean: boolean;
  /** Whether compilations are taken from and kept in the compiler cache. */
  readonly ccache: boolean;
  readonly keepContainerMinutes: number;
}

interface Built {
  /** `undefined` when the image came from the cache. */
  readonly sent: Sent | undefined;
  readonly source: Source;
  readonly key: string | undefined;
  readonly image: string | undefined;
}

/** Everything about a build that can be known before anything runs. */
async function plan(
  deps: BuildDeps,
  settings: BuildSettings,
  request: BuildRequest,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<Plan> {
  const invalid = firstInvalidFlag(request.configureFlags);
  if (invalid !== undefined) {
    throw errors.invalidSetting('phpSourceBench.build.configureFlags', `"${invalid}" is no configure flag.`);
  }
  // The engine is asked while the tree is read; of the tree's errors and the engine's, the tree's come first.
  const finding = findTarget(deps, request.platform, signal);
  finding.catch(() => undefined);
  steps.start('Reading the tree');
  const clean = request.mode === 'clean' || request.source.kind === 'commit';
  const source = await readSource(deps.tree, request.treeRoot, request.source, clean, signal);
  steps.done(`PHP ${source.version.text}`);
  const needs = needsOf(source, request.preset);
  const toolchain = await ensureToolchain(deps, settings, needs, await finding, steps, report, signal);
  const configureFlags = configureFlagsOf(request, source.version);
  const { platform } = toolchain;
  return {
    source,
    toolchain,
    identity: { toolchainKey: toolchain.key, configureFlags, platform },
    clean,
    ccache: settings.ccache === 'always' || (settings.ccache === 'clean' && clean),
    keepContainerMinutes: settings.keepContainerMinutes,
  };
}

/**
 * Builds.
 * @throws `build-failed`, `build-interpreter-missing`, `engine-object-busy` while another window builds the same
 * tree, and whatever the ports throw.
 */
export async function buildTree(
  deps: BuildDeps,
  settings: BuildSettings,
  request: BuildRequest,
  report: Report,
  signal: AbortSignal,
): Promise<BuildResult> {
  const startedAtMs = deps.machine.nowMs();
  const steps = new Steps(report, deps.machine);
  const planned = await plan(deps, settings, request, steps, report, signal);
  const volume = planned.clean
    ? undefined
    : volumeName(planned.source.root, planned.identity, deps.machine.sha256);
  const built =
    (await cachedImage(deps, planned, signal)) ??
    (await buildIn(deps, planned, volume, steps, report, signal));
  return {
    key: built.key,
    phpVersion: planned.source.version.text,
    source: built.source.identity,
    platform: planned.identity.platform,
    toolchainKey: planned.toolchain.key,
    toolchainImage: planned.toolchain.reference,
    configureFlags: planned.identity.configureFlags,
    image: built.image,
    volume,
    treeRoot: planned.source.root,
    outcome: outcomeOf(built.sent),
    durationMs: Math.max(0, deps.machine.nowMs() - startedAtMs),
    filesSent: built.sent?.files ?? 0,
  };
}

function outcomeOf(sent: Sent | undefined): BuildOutcome {
  if (sent === undefined) {
    return 'cached';
  }
  return sent.upToDate ? 'up-to-date' : 'built';
}

async function cachedImage(
  deps: BuildDeps,
  { source, identity, clean }: Plan,
  signal: AbortSignal,
): Promise<Built | undefined> {
  if (!clean || source.identity.id === undefined) {
    return undefined;
  }
  const key = buildKey(source.identity.id, identity, deps.machine.sha256);
  const reference = buildReference(source, identity.platform, key);
  const image = await deps.engine.findImage(reference, signal);
  return image === undefined ? undefined : { sent: undefined, source, key, image: reference };
}

async function buildIn(
  deps: BuildDeps,
  planned: Plan,
  volume: string | undefined,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<Built> {
  const labels = buildLabels('build-volume', planned.source, planned.identity);
  const created =
    volume === undefined || (await deps.engine.ensureVolume({ name: volume, labels }, signal)).created;
  const built = await buildOnce(deps, planned, volume, created, steps, report, signal);
  if (built !== undefined) {
    return built;
  }
  if (volume === undefined) {
    throw errors.treeUnreadable(planned.source.root);
  }
  report({
    kind: 'warning',
    text: 'The build volume was left half-written by an earlier build; starting anew.',
  });
  await deps.engine.releaseKept(volume);
  await deps.engine.removeVolume(volume, signal);
  await deps.engine.ensureVolume({ name: volume, labels }, signal);
  const again = await buildOnce(deps, planned, volume, true, steps, report, signal);
  if (again === undefined) {
    throw errors.treeUnreadable(planned.source.root);
  }
  return again;
}

/** One build in one container; `undefined` if the volume's content is unknown. */
async function buildOnce(
  deps: BuildDeps,
  planned: Plan,
  volume: string | undefined,
  empty: boolean,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<Built | undefined> {
  // Hashed before it is sent, so that what changes meanwhile is noticed and never kept under a wrong identity.
  if (empty && planned.source.identity.id === undefined) {
    steps.start('Reading every file');
  }
  const source = empty ? await hashSource(deps.tree, planned.source, signal) : planned.source;
  const startedAtMs = deps.machine.nowMs();
  const spec = await containerOf(deps, { ...planned, source }, volume, signal);
  const { jobs } = machineShare(planned.toolchain);
  const place = { volume, path: containerPath(source.root), empty };
  const work = async (container: KeptContainerPort) => {
    const sent = await sendAndMake(
      deps,
      { ...planned, source },
      { ...place, container, jobs },
      steps,
      report,
      signal,
    );
    if (sent === undefined) {
      return undefined;
    }
    return empty && !sent.upToDate
      ? keepImage(deps, { ...planned, source }, container, { sent, startedAtMs }, steps, signal)
      : { sent, source, key: undefined, image: undefined };
  };
  // Sources that do not compile are no failure of the container: it waits for those that do.
  const use = (container: KeptContainerPort) => work(container).catch(sourcesAtFault);
  const keptForMs = planned.keepContainerMinutes * 60_000;
  try {
    const built = await withBuildContainer(deps.engine, spec, { volume, keptForMs }, use, signal);
    if (built instanceof BenchError) {
      throw built;
    }
    return built;
  } catch (error) {
    throw toldAsBuiltElsewhere(error);
  }
}

/** That of a volume holds the volume's lock, and may wait for the next build. */
function withBuildContainer<T>(
  engine: BuildDeps['engine'],
  spec: ContainerSpec,
  { volume, keptForMs }: { readonly volume: string | undefined; readonly keptForMs: number },
  use: (container: KeptContainerPort) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  if (volume === undefined) {
    return engine.withContainer(spec, use, signal);
  }
  const locking = { ...spec, name: volumeLock(volume) };
  return keptForMs === 0
    ? engine.withContainer(locking, use, signal)
    : engine.withKeptContainer({ ...locking, nextCommand: quickBuildCommand }, keptForMs, use, signal);
}

/** The error that says that the sources could not be built; rejects with any other. */
async function sourcesAtFault(error: unknown): Promise<BenchError> {
  if (isBenchError(error, 'build-failed') || isBenchError(error, 'build-interpreter-missing')) {
    return error;
  }
  throw error;
}

/** The container that builds. One that is kept is used again only where all of this is the same. */
async function containerOf(
  deps: BuildDeps,
  { toolchain, identity, ccache, source }: Plan,
  volume: string | undefined,
  signal: AbortSignal,
): Promise<ContainerSpec> {
  const path = containerPath(source.root);
  const cache = ccache ? await ensureCcache(deps.engine, identity.platform, signal) : undefined;
  // That of a volume sees one state of the sources after the other.
  const { identity: state } = source;
  const named =
    volume === undefined ? source : { ...source, identity: { ...state, id: undefined, commit: undefined } };
  return {
    image: toolchain.reference,
    command: ['/bin/sh', `${path}/${stateDirectory}/run.sh`],
    labels: { ...buildLabels('build-container', named, identity), [label.owner]: deps.machine.owner() },
    platform: identity.platform,
    network: 'none',
    workingDirectory: path,
    mounts: [{ volume, path }, ...(cache?.mounts ?? [])],
    ...(cache === undefined ? {} : { environment: cache.environment }),
    ...machineShare(toolchain).limits,
  };
}

interface Place {
  readonly container: KeptContainerPort;
  readonly volume: string | undefined;
  /** The tree's path in the container. */
  readonly path: string;
  /** Whether nothing was ever sent there. */
  readonly empty: boolean;
  /** Compilers at once. */
  readonly jobs: number;
}

/** What a build does in its container; `undefined` if the volume's content is unknown. */
async function sendAndMake(
  deps: BuildDeps,
  { source, identity }: Plan,
  { container, volume, path, empty, jobs }: Place,
  steps: Steps,
  report: Report,
  signal: AbortSignal,
): Promise<Sent | undefined> {
  const call = { jobs, stage: empty, configureFlags: identity.configureFlags };
  const mark = usedMark(deps.machine.nowMs(), 'when-built');
  const toRun = (sent: Sent) => [...buildScripts(deps.assets.buildScript, { ...call, sent }), mark];
  const to = { container, path, volume, empty, states: deps.states, generation: deps.machine.uuid() };
  const quickly = await quickBuild(deps.tree, source, to, toRun, steps, report, signal);
  if (quickly !== undefined) {
    return quickly;
  }
  steps.start('Sending the changes');
  const sent = await sendSource(deps.tree, source, to, toRun, signal);
  if (sent === undefined) {
    steps.done('the volume was left half-written by an earlier build; starting anew');
    return undefined;
  }
  reportSent(sent, steps, report);
  if (sent.upToDate) {
    await container.writeFiles([usedMark(deps.machine.nowMs(), 'now')], path, signal);
  } else {
    await runBuild(container, steps, report, signal);
  }
  return sent;
}

/** A build from nothing is a clean build: its interpreter becomes the image that benchmarks use. */
async function keepImage(
  deps: BuildDeps,
  { source, identity, clean }: Plan,
  container: KeptContainerPort,
  { sent, startedAtMs }: { readonly sent: Sent; readonly startedAtMs: number },
  steps: Steps,
  signal: AbortSignal,
): Promise<Built> {
  if (source.identity.id === undefined || sent.unstable.length > 0) {
    if (clean) {
      throw errors.treeChanging(source.root, sent.unstable);
    }
    return { sent, source, key: undefined, image: undefined };
  }
  steps.start('Keeping the interpreter');
  const key = buildKey(source.identity.id, identity, deps.machine.sha256);
  const reference = buildReference(source, identity.platform, key);
  const labels = { ...buildLabels('build', source, identity), ...startedLabel(startedAtMs) };
  await container.commit({ reference, labels, command: [interpreterPath, '-v'] }, signal);
  steps.done(reference);
  return { sent, source, key, image: reference };
}
