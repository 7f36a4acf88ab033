/** Brings a build volume up to date with the sources, through a container that has not started yet. */
import { isBenchError } from '../errors.ts';
import type { ContextFile } from '../model/engine.ts';
import type { FileEntry } from '../model/tree.ts';
import { tracksHeaders } from '../php/configure-flags.ts';
import type { ContainerPort, PackReport, TreePort } from '../ports.ts';
import type { Source } from './source.ts';
import { manifestOf, parseManifest, planSync, type SyncPlan, serializeManifest } from './sync-plan.ts';

const stateDirectory = '.php-source-bench';
const maxManifestBytes = 64 * 1024 * 1024;

export interface Sent {
  readonly files: number;
  readonly removed: number;
  readonly reconfigure: boolean;
  readonly clean: boolean;
  /** Files that changed while they were read: sent again next time. */
  readonly unstable: readonly string[];
}

export interface Destination {
  readonly container: ContainerPort;
  /** The tree's path inside the container. */
  readonly path: string;
  /** Whether nothing was ever sent there. */
  readonly empty: boolean;
}

/** NUL-separated, with `./` before names that could be taken for an option. */
function pathList(paths: readonly string[]): string {
  return paths.map((path) => `./${path}\0`).join('');
}

async function knownFiles(
  to: Destination,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (to.empty) {
    return new Map();
  }
  const state = `${to.path}/${stateDirectory}`;
  // An earlier sync that did not end leaves its mark: what the volume holds is then unknown.
  if ((await to.container.readFile(`${state}/sync-in-progress`, 1024, signal)) !== undefined) {
    return undefined;
  }
  const manifest = await to.container.readFile(`${state}/manifest.json`, maxManifestBytes, signal);
  return manifest === undefined ? undefined : parseManifest(new TextDecoder().decode(manifest));
}

async function sendFiles(
  tree: TreePort,
  source: Source,
  files: readonly FileEntry[],
  plan: SyncPlan,
  to: Destination,
  signal: AbortSignal,
): Promise<Sent> {
  const write = (more: readonly ContextFile[]) => to.container.writeFiles(more, to.path, signal);
  await write([{ path: `${stateDirectory}/sync-in-progress`, content: '' }]);
  let report: PackReport = { unstable: [] };
  if (plan.send.length > 0) {
    const tar = tree.packFiles(
      source.root,
      plan.send,
      (done) => {
        report = done;
      },
      signal,
    );
    await to.container.putArchive(tar, to.path, signal);
  }
  const unstable = new Set(report.unstable);
  const sent = plan.send.filter((file) => !unstable.has(file.path));
  const control: ContextFile[] = [
    { path: `${stateDirectory}/manifest.next`, content: serializeManifest(manifestOf(files, unstable)) },
    { path: `${stateDirectory}/delete.list`, content: pathList(plan.remove) },
    // A first sync keeps the release's own times, which say that generated parsers are newer than their grammars.
    {
      path: `${stateDirectory}/touch.list`,
      content: to.empty ? '' : pathList(sent.map((file) => file.path)),
    },
  ];
  if (source.shipsConfigure) {
    control.push({ path: `${stateDirectory}/ships-configure`, content: '' });
  }
  await write(control);
  return {
    files: sent.length,
    removed: plan.remove.length,
    reconfigure: plan.reconfigure && !to.empty,
    clean: plan.clean && !to.empty,
    unstable: report.unstable,
  };
}

/**
 * Sends what changed since the last time.
 * @returns `undefined` if the volume's content is unknown and it must be started anew.
 */
export async function sendSource(
  tree: TreePort,
  source: Source,
  to: Destination,
  signal: AbortSignal,
): Promise<Sent | undefined> {
  if (source.files === undefined) {
    const sha = source.identity.commit?.sha ?? '';
    await to.container.putArchive(await tree.archiveCommit(source.root, sha, signal), to.path, signal);
    return { files: 0, removed: 0, reconfigure: false, clean: false, unstable: [] };
  }
  const known = await knownFiles(to, signal);
  const plan = known === undefined ? undefined : planSync(known, source.files, tracksHeaders(source.version));
  return plan === undefined ? undefined : sendFiles(tree, source, source.files, plan, to, signal);
}

/** Whether an error means that another window is building in the same volume. */
export function isBuiltElsewhere(error: unknown): boolean {
  return isBenchError(error, 'engine-object-busy');
}
