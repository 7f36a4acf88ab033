/** Brings a build volume up to date with the sources, through a container that has not started yet. */
import { errors, isBenchError } from '../errors.ts';
import type { ByteStream, ContextFile } from '../model/engine.ts';
import type { FileEntry } from '../model/tree.ts';
import { tracksHeaders } from '../php/configure-flags.ts';
import type { KeptContainerPort, TreePort } from '../ports.ts';
import { learnBlobs, sortByKnown } from './known-blobs.ts';
import type { Source } from './source.ts';
import { changesOf, planSync, type SyncPlan } from './sync-plan.ts';
import {
  blobsFile,
  emptyVolume,
  filesOfState,
  type Held,
  type HeldStates,
  nextFiles,
  readHeld,
  stateDirectory,
  syncMark,
} from './volume-state.ts';

export interface Sent {
  /** `undefined` for a whole commit, whose files nobody has counted. */
  readonly files: number | undefined;
  readonly removed: number;
  readonly reconfigure: boolean;
  readonly clean: boolean;
  /** Files that changed while they were read: sent again next time. */
  readonly unstable: readonly string[];
  /** The last build was of exactly these sources and ended well: make would do nothing. */
  readonly upToDate: boolean;
}

export interface Destination {
  readonly container: Pick<KeptContainerPort, 'readFiles' | 'writeFiles' | 'putArchive'>;
  /** The tree's path inside the container. */
  readonly path: string;
  /** `undefined` for one without name, which goes with its container. */
  readonly volume: string | undefined;
  /** Whether nothing was ever sent there. */
  readonly empty: boolean;
  /** What this program knows of volumes. */
  readonly states: HeldStates;
  /** Names what is sent; never the same twice. */
  readonly generation: string;
}

const nothingSent: Sent = {
  files: 0,
  removed: 0,
  reconfigure: false,
  clean: false,
  unstable: [],
  upToDate: false,
};

/** NUL-separated, with `./` before names that could be taken for an option. */
function pathList(paths: readonly string[]): string {
  return paths.map((path) => `./${path}\0`).join('');
}

async function heldBy(to: Destination, signal: AbortSignal): Promise<Held | undefined> {
  if (to.empty) {
    return emptyVolume;
  }
  const remembered = to.volume === undefined ? undefined : to.states.of(to.volume);
  const held = await readHeld(to.container, to.path, remembered, signal);
  remember(to, held);
  return held;
}

/** What is remembered counts only while the volume names the same generation; so it may be one that never came. */
function remember(to: Omit<Destination, 'container'>, held: Held | undefined): void {
  if (to.volume !== undefined && held !== undefined) {
    to.states.remember(to.volume, held);
  }
}

/** What is about to be sent, and what the volume holds before. */
export interface Update {
  readonly held: Held;
  readonly plan: SyncPlan;
  /** Whether git's names for what the volume holds are not all written there yet. */
  readonly hasLearnt: boolean;
}

/** `undefined` if the volume cannot be brought up to date, and must be started anew. */
export async function planUpdate(
  tree: Pick<TreePort, 'lookAt'>,
  source: Source,
  held: Held,
  signal: AbortSignal,
): Promise<Update | undefined> {
  const { same, unsure, changed } = sortByKnown(source.files ?? [], held.files, held.blobs);
  const looked = unsure.length === 0 ? [] : await tree.lookAt(source.root, unsure, signal);
  const plan = planSync(held.files, [...changed, ...looked], tracksHeaders(source.version), same);
  const learnt = learnBlobs(looked, held.files, held.blobs);
  return plan === undefined
    ? undefined
    : { held: { ...held, blobs: learnt ?? held.blobs }, plan, hasLearnt: learnt !== undefined };
}

/** All that is sent for an update, as one archive, because each call to unpack one takes the engine long. */
export interface Packed {
  readonly tar: ByteStream;
  /** What was packed, once the archive has been read. */
  readonly sent: () => Sent;
}

/** What is to be run is written last. */
export function packUpdate(
  tree: Pick<TreePort, 'packFiles'>,
  source: Source,
  { held, plan }: Update,
  to: Omit<Destination, 'container'>,
  toRun: (sent: Sent) => readonly ContextFile[],
  signal: AbortSignal,
): Packed {
  let result = nothingSent;
  const after = (unstable: readonly string[]) => {
    const left = new Set(unstable);
    const sent = plan.send.filter((file) => !left.has(file.path));
    result = {
      files: sent.length,
      removed: plan.remove.length,
      reconfigure: plan.reconfigure && !to.empty,
      clean: plan.clean && !to.empty,
      unstable,
      upToDate: false,
    };
    const next = nextFiles(held, to.generation, changesOf(plan, left));
    remember(to, { ...next, blobs: held.blobs, built: false });
    return [
      ...filesOfState(next),
      ...controlFiles(source, plan, { sent, empty: to.empty }),
      ...toRun(result),
    ];
  };
  const tar = tree.packFiles(source.root, { before: [syncMark], files: plan.send, after }, signal);
  return { tar, sent: () => result };
}

/** What tells the build script what was sent. */
function controlFiles(
  { shipsConfigure }: Source,
  plan: SyncPlan,
  { sent, empty }: { readonly sent: readonly FileEntry[]; readonly empty: boolean },
): readonly ContextFile[] {
  const inState = (name: string, content: string) => ({ path: `${stateDirectory}/${name}`, content });
  return [
    inState('delete.list', pathList(plan.remove)),
    // A first sync keeps the release's own times, which say that generated parsers are newer than their grammars.
    inState('touch.list', empty ? '' : pathList(sent.map((file) => file.path))),
    ...(shipsConfigure ? [inState('ships-configure', '')] : []),
  ];
}

/**
 * Sends what changed since the last time.
 * @param toRun what is to be run with it, if anything; written last
 * @returns `undefined` if the volume's content is unknown and it must be started anew.
 */
export async function sendSource(
  tree: TreePort,
  source: Source,
  to: Destination,
  toRun: (sent: Sent) => readonly ContextFile[],
  signal: AbortSignal,
): Promise<Sent | undefined> {
  if (source.files === undefined) {
    const sha = source.identity.commit?.sha ?? '';
    await to.container.putArchive(await tree.archiveCommit(source.root, sha, signal), to.path, signal);
    const commit = { ...nothingSent, files: undefined };
    await to.container.writeFiles(toRun(commit), to.path, signal);
    return commit;
  }
  const held = await heldBy(to, signal);
  if (held === undefined) {
    return undefined;
  }
  const update = await planUpdate(tree, source, held, signal);
  if (update === undefined) {
    return undefined;
  }
  if (update.hasLearnt) {
    await to.container.writeFiles([blobsFile(update.held.blobs)], to.path, signal);
  }
  remember(to, update.held);
  if (held.built && update.plan.send.length + update.plan.remove.length === 0) {
    return { ...nothingSent, upToDate: true };
  }
  const { tar, sent } = packUpdate(tree, source, update, to, toRun, signal);
  await to.container.putArchive(tar, to.path, signal);
  return sent();
}

/** An error as it is, but for the name of a volume's container that another window holds: that one is at work. */
export function toldAsBuiltElsewhere(error: unknown): unknown {
  return isBenchError(error, 'engine-object-busy')
    ? errors.engineObjectBusy(
        'the build volume of this tree: another window is building or testing it',
        error,
      )
    : error;
}
