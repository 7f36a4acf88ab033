/** Finds the incremental build of a tree to work with: a tree has one for each configuration. */
import { errors } from '../errors.ts';
import type { BuildConfiguration } from '../model/build.ts';
import type { ContextFile, VolumeRow } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import { isPlatform, type Platform } from '../model/platform.ts';
import type { PhpVersion } from '../php/version.ts';
import type { EnginePort, TreePort } from '../ports.ts';
import { configurationText, configureFlagsOf } from './configuration.ts';
import { versionOf } from './source.ts';
import { stateDirectory } from './volume-state.ts';

export type BuildFinder = Pick<EnginePort, 'listVolumes' | 'listImages' | 'withContainer'>;

/** What a build is wanted to be made of. */
export interface WantedBuild {
  /** All flags for configure. */
  readonly configureFlags: readonly string[];
  /** `undefined` for any. */
  readonly platform?: Platform | undefined;
  /** `undefined` for any. */
  readonly toolchainKey?: string | undefined;
}

/** A build volume whose toolchain is still there. */
export interface FoundBuild {
  readonly volume: string;
  /** The toolchain's reference. */
  readonly toolchain: string;
  readonly toolchainKey: string;
  readonly platform: Platform;
  /** The flags for configure, as `configurationText` makes them. */
  readonly configuration: string;
  /** Whether it is the one that was wanted, and not another that stands in for it. */
  readonly isWanted: boolean;
}

/** What the builds of a tree as it stands are wanted to be made of. */
export interface WantedOfTree {
  /** With links resolved. */
  readonly treeRoot: string;
  readonly version: PhpVersion;
  readonly wanted: WantedBuild;
}

interface Candidate extends Omit<FoundBuild, 'isWanted'> {
  readonly createdAtMs: number;
  /** When a build in it began that ended well, or when it was found up to date; `undefined` for never, or before a look into it. */
  readonly usedAtMs?: number | undefined;
}

const usedFile = 'used';
const maxUsedBytes = 64;

/**
 * The file in a volume that says when the last build in it began that ended well, or when it was found up to date.
 * @param from `when-built`: the build script puts it in place when the build has ended well
 */
export function usedMark(nowMs: number, from: 'now' | 'when-built'): ContextFile {
  const name = from === 'now' ? usedFile : `${usedFile}.next`;
  return { path: `${stateDirectory}/${name}`, content: String(nowMs) };
}

/** What a build of the tree would be made of now, the toolchain left aside: that takes a look at its sources. */
export async function wantedOfTree(
  tree: Pick<TreePort, 'readTree'>,
  root: string,
  configuration: BuildConfiguration,
  signal: AbortSignal,
): Promise<WantedOfTree> {
  const snapshot = await tree.readTree(root, signal);
  const version = versionOf(snapshot.texts.phpVersionHeader, snapshot.root);
  const { platform } = configuration;
  const wanted = { configureFlags: configureFlagsOf(configuration, version), platform };
  return { treeRoot: snapshot.root, version, wanted };
}

/**
 * The tree's build as it is wanted, else the one that was used last. One that never ended well counts only where
 * there is no other.
 * @param treeRoot with links resolved, as builds know it
 * @param wanted `undefined` for whichever was used last
 * @throws `no-build` if the tree was never built on this engine
 */
export async function newestBuild(
  engine: BuildFinder,
  treeRoot: string,
  signal: AbortSignal,
  wanted?: WantedBuild,
): Promise<FoundBuild> {
  const all = await candidatesOf(engine, treeRoot, signal);
  const isFitting = (candidate: Candidate) => wanted === undefined || fits(candidate, wanted);
  const [exact, second] = all.filter(isFitting);
  const hasJustEnded = wanted?.toolchainKey !== undefined && exact !== undefined && second === undefined;
  const looked = hasJustEnded ? [exact] : await readUses(engine, all, signal);
  const finished = looked.filter(({ usedAtMs }) => usedAtMs !== undefined);
  const chosen =
    latest(finished.filter(isFitting)) ??
    latest(finished) ??
    latest(looked.filter(isFitting)) ??
    latest(looked);
  if (chosen === undefined) {
    throw errors.noBuild(treeRoot);
  }
  const { createdAtMs: _created, usedAtMs: _used, ...build } = chosen;
  return { ...build, isWanted: isFitting(chosen) };
}

/** The one that was used last, else the one that was made last. */
function latest(candidates: readonly Candidate[]): Candidate | undefined {
  const timeOf = ({ usedAtMs, createdAtMs }: Candidate) => usedAtMs ?? createdAtMs;
  return candidates.reduce<Candidate | undefined>(
    (best, candidate) => (best === undefined || timeOf(candidate) > timeOf(best) ? candidate : best),
    undefined,
  );
}

async function candidatesOf(
  engine: BuildFinder,
  treeRoot: string,
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const [volumes, images] = await Promise.all([engine.listVolumes(signal), engine.listImages(signal)]);
  const toolchains = new Map(
    images
      .filter(({ labels }) => labels[label.kind] === 'toolchain')
      .map(({ labels, references, id }) => [labels[label.recipe] ?? '', references[0] ?? id]),
  );
  return volumes
    .filter(({ labels }) => labels[label.kind] === 'build-volume' && labels[label.tree] === treeRoot)
    .flatMap((volume) => candidateOf(volume, toolchains));
}

function candidateOf(
  { name, labels, createdAtMs }: VolumeRow,
  toolchains: ReadonlyMap<string, string>,
): readonly Candidate[] {
  const toolchainKey = labels[label.recipe] ?? '';
  const toolchain = toolchains.get(toolchainKey);
  const platform = labels[label.platform] ?? '';
  if (toolchain === undefined || !isPlatform(platform)) {
    return [];
  }
  const configuration = labels[label.configuration] ?? '';
  return [{ volume: name, toolchain, toolchainKey, platform, configuration, createdAtMs: createdAtMs ?? 0 }];
}

function fits(candidate: Candidate, { configureFlags, platform, toolchainKey }: WantedBuild): boolean {
  return (
    candidate.configuration === configurationText(configureFlags) &&
    (platform === undefined || candidate.platform === platform) &&
    (toolchainKey === undefined || candidate.toolchainKey === toolchainKey)
  );
}

/** When each of a tree's builds was used last. */
export interface KnownBuild {
  readonly platform: Platform;
  /** The flags for configure, as `configurationText` makes them. */
  readonly configuration: string;
  readonly usedAtMs: number;
}

/** All builds of a tree on this engine that ended well, in no order. */
export async function buildsOf(
  engine: BuildFinder,
  treeRoot: string,
  signal: AbortSignal,
): Promise<readonly KnownBuild[]> {
  const looked = await readUses(engine, await candidatesOf(engine, treeRoot, signal), signal);
  return looked.flatMap(({ platform, configuration, usedAtMs }) =>
    usedAtMs === undefined ? [] : [{ platform, configuration, usedAtMs }],
  );
}

/** Looks into the volumes: an engine only knows when they were made. */
async function readUses(
  engine: BuildFinder,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<readonly Candidate[]> {
  const [first] = candidates;
  if (first === undefined) {
    return [];
  }
  const pathOf = (index: number) => `/builds/${index}`;
  return engine.withContainer(
    {
      image: first.toolchain,
      command: ['true'],
      labels: ownLabels('shell-container'),
      platform: first.platform,
      network: 'none',
      mounts: candidates.map(({ volume }, index) => ({ volume, path: pathOf(index), readOnly: true })),
    },
    (container) =>
      Promise.all(
        candidates.map(async (candidate, index) => {
          const path = `${pathOf(index)}/${stateDirectory}/${usedFile}`;
          const content = await container.readFile(path, maxUsedBytes, signal);
          return { ...candidate, usedAtMs: content === undefined ? undefined : readTime(content) };
        }),
      ),
    signal,
  );
}

/** `undefined` for what is no time: anything may have been written into a volume. */
function readTime(content: Uint8Array): number | undefined {
  const text = new TextDecoder().decode(content);
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
