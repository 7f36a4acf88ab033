/** Finds the incremental build of a tree to work with: a tree has one for each configuration. */
import { errors } from '../errors.ts';
import type { BuildConfiguration } from '../model/build.ts';
import type { ContextFile, VolumeRow } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import { isPlatform, type Platform } from '../model/platform.ts';
import type { PhpVersion } from '../php/version.ts';
import type { EnginePort, TreePort } from '../ports.ts';
import { configurationText, configureFlagsOf } from './configuration.ts';
import { stateDirectory } from './send-source.ts';
import { versionOf } from './source.ts';

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

/** A build volume that can be used, since its toolchain is still there. */
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

type Candidate = Omit<FoundBuild, 'isWanted'> & { readonly createdAtMs: number };

const usedFile = 'used';
const maxUsedBytes = 64;

/** The file in a volume that says when it was used last. */
export function usedMark(nowMs: number): ContextFile {
  return { path: `${stateDirectory}/${usedFile}`, content: String(nowMs) };
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
 * The tree's build as it is wanted, else the one that was used last.
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
  const fitting = wanted === undefined ? all : all.filter((candidate) => fits(candidate, wanted));
  const chosen = await usedLast(engine, fitting.length > 0 ? fitting : all, signal);
  if (chosen === undefined) {
    throw errors.noBuild(treeRoot);
  }
  const { createdAtMs: _, ...build } = chosen;
  return { ...build, isWanted: fitting.length > 0 };
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

/** All builds of a tree that can be used on this engine, in no order. */
export async function buildsOf(
  engine: BuildFinder,
  treeRoot: string,
  signal: AbortSignal,
): Promise<readonly KnownBuild[]> {
  const candidates = await candidatesOf(engine, treeRoot, signal);
  const usedAtMs = await readUses(engine, candidates, signal);
  return candidates.map(({ platform, configuration }, index) => ({
    platform,
    configuration,
    usedAtMs: usedAtMs[index] ?? 0,
  }));
}

async function usedLast(
  engine: BuildFinder,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<Candidate | undefined> {
  if (candidates.length < 2) {
    return candidates[0];
  }
  const usedAtMs = await readUses(engine, candidates, signal);
  return candidates[usedAtMs.indexOf(Math.max(...usedAtMs))];
}

/** Looks into the volumes: an engine only knows when they were made. */
async function readUses(
  engine: BuildFinder,
  candidates: readonly Candidate[],
  signal: AbortSignal,
): Promise<readonly number[]> {
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
        candidates.map(async ({ createdAtMs }, index) => {
          const path = `${pathOf(index)}/${stateDirectory}/${usedFile}`;
          const content = await container.readFile(path, maxUsedBytes, signal);
          return Math.max(createdAtMs, content === undefined ? 0 : timeOf(content));
        }),
      ),
    signal,
  );
}

/** 0 for what is no time: anything may have been written into a volume. */
function timeOf(content: Uint8Array): number {
  const text = new TextDecoder().decode(content);
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}
