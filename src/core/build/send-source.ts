/** Brings a build volume up to date with the sources, through a container that has not started yet. */
import { errors, isBenchError } from '../errors.ts';
import type { ContextFile } from '../model/engine.ts';
import type { FileEntry } from '../model/tree.ts';
import { tracksHeaders } from '../php/configure-flags.ts';
import type { ContainerPort, TreePort } from '../ports.ts';
import { type KnownBlobs, learnBlobs, parseBlobs, serializeBlobs, sortByKnown } from './known-blobs.ts';
import type { Source } from './source.ts';
import {
  type Manifest,
  manifestOf,
  parseManifest,
  planSync,
  type SyncPlan,
  serializeManifest,
} from './sync-plan.ts';

/** What builds keep beside the sources, in the same volume. */
export const stateDirectory = '.php-source-bench';
const maxManifestBytes = 64 * 1024 * 1024;

export interface Sent {
  readonly files: number;
  readonly removed: number;
  readonly reconfigure: boolean;
  readonly clean: boolean;
  /** Files that changed while they were read: sent again next time. */
  readonly unstable: readonly string[];
  /** The last build was of exactly these sources and ended well: make would do nothing. */
  readonly upToDate: boolean;
}

export interface Destination {
  readonly container: ContainerPort;
  /** The tree's path inside the container. */
  readonly path: string;
  /** Whether nothing was ever sent there. */
  readonly empty: boolean;
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

/** What the volume holds. */
interface Held {
  readonly files: Manifest;
  readonly blobs: KnownBlobs;
  /** Whether the build of these files ended well. */
  readonly built: boolean;
}

async function readHeld(to: Destination, signal: AbortSignal): Promise<Held | undefined> {
  if (to.empty) {
    return { files: new Map(), blobs: new Map(), built: false };
  }
  const state = await to.container.readFiles(
    `${to.path}/${stateDirectory}`,
    ['sync-in-progress', 'manifest.json', 'blobs.json', 'built'],
    maxManifestBytes,
    signal,
  );
  // An earlier sync that did not end leaves its mark: what the volume holds is then unknown.
  if (state.has('sync-in-progress')) {
    return undefined;
  }
  const manifest = state.get('manifest.json');
  const blobs = state.get('blobs.json');
  const files = manifest === undefined ? undefined : parseManifest(textOf(manifest));
  return files === undefined
    ? undefined
    : {
        files,
        blobs: blobs === undefined ? new Map() : parseBlobs(textOf(blobs)),
        built: state.has('built'),
      };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** What is about to be sent, and what the volume will hold then. */
interface Update {
  readonly files: readonly FileEntry[];
  /** What the manifest says of the files that stay as they are. */
  readonly kept: Manifest;
  readonly plan: SyncPlan;
}

/** All in one archive, because each call to unpack one takes the engine tens of milliseconds. */
async function sendFiles(
  tree: TreePort,
  source: Source,
  update: Update,
  to: Destination,
  toRun: (sent: Sent) => readonly ContextFile[],
  signal: AbortSignal,
): Promise<Sent> {
  const { plan } = update;
  let result = nothingSent;
  const tar = tree.packFiles(
    source.root,
    {
      before: [{ path: `${stateDirectory}/sync-in-progress`, content: '' }],
      files: plan.send,
      after: (unstable) => {
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
        return [...controlFiles(source, update, { sent, unstable: left, empty: to.empty }), ...toRun(result)];
      },
    },
    signal,
  );
  await to.container.putArchive(tar, to.path, signal);
  return result;
}

interface SentFiles {
  readonly sent: readonly FileEntry[];
  readonly unstable: ReadonlySet<string>;
  readonly empty: boolean;
}

/** What tells the build script and the next build what was sent. */
function controlFiles(
  { shipsConfigure }: Source,
  { files, kept, plan }: Update,
  { sent, unstable, empty }: SentFiles,
): readonly ContextFile[] {
  const next = new Map([...kept, ...manifestOf(files, unstable)]);
  const inState = (name: string, content: string) => ({ path: `${stateDirectory}/${name}`, content });
  return [
    inState('manifest.next', serializeManifest(next)),
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
    await to.container.writeFiles(toRun(nothingSent), to.path, signal);
    return nothingSent;
  }
  const held = await readHeld(to, signal);
  if (held === undefined) {
    return undefined;
  }
  const { same, unsure, changed } = sortByKnown(source.files, held.files, held.blobs);
  const looked = unsure.length === 0 ? [] : await tree.lookAt(source.root, unsure, signal);
  const files = [...changed, ...looked];
  const plan = planSync(held.files, files, tracksHeaders(source.version), same);
  if (plan === undefined) {
    return undefined;
  }
  const learnt = learnBlobs(looked, held.files, held.blobs);
  if (learnt !== undefined) {
    const content = serializeBlobs(learnt);
    await to.container.writeFiles([{ path: `${stateDirectory}/blobs.json`, content }], to.path, signal);
  }
  if (held.built && plan.send.length + plan.remove.length === 0) {
    return { ...nothingSent, upToDate: true };
  }
  const kept = new Map(same.map((path) => [path, held.files.get(path) ?? '']));
  return sendFiles(tree, source, { files, kept, plan }, to, toRun, signal);
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
