/** Files and layers of what an engine holds, for a person who looks. Leaves nothing behind in the engine. */
import { errors } from '../errors.ts';
import type { ImageFacts } from '../model/engine.ts';
import type { ListedEntry } from '../model/files.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { ObjectId } from '../model/objects.ts';
import type { EnginePort, MachinePort, Report } from '../ports.ts';
import { formatBytes, formatCount } from '../text/format.ts';
import { FileTree } from './file-tree.ts';
import { type ImageStep, stepsOf } from './image-archive.ts';

export interface ContentDeps {
  readonly engine: Pick<
    EnginePort,
    'withContainer' | 'findImage' | 'exportedEntries' | 'lookAtFile' | 'readFileOf' | 'readImageArchive'
  >;
  readonly machine: Pick<MachinePort, 'owner'>;
}

/** Larger files are not opened: the editor holds a whole file in memory, more than once. */
export const maxFileBytes = 50 * 1000 * 1000;

/** A tree of so many entries takes some hundred megabytes. */
const maxEntries = 1_000_000;
const entriesAStep = 20_000;
const bytesAStep = 50 * 1000 * 1000;

/**
 * Runs `use` with a container of this content: the container itself, or one of the image that is never started and
 * goes afterwards.
 */
async function withContainerOf<T>(
  { engine, machine }: ContentDeps,
  object: ObjectId,
  use: (containerId: string) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  if (object.kind === 'container') {
    return use(object.id);
  }
  const image = await imageOf(engine, object, signal);
  return engine.withContainer(
    {
      image: image.id,
      // An image may have none, and a container has to.
      command: ['/never-started'],
      labels: ownLabels('look-container', { [label.owner]: machine.owner() }),
      platform: image.platform,
      network: 'none',
    },
    ({ id }) => use(id),
    signal,
  );
}

async function imageOf(
  engine: ContentDeps['engine'],
  { kind, id }: ObjectId,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const image = kind === 'image' ? await engine.findImage(id, signal) : undefined;
  if (image === undefined) {
    throw errors.engineObjectMissing(`the ${kind} ${id.replace('sha256:', '').slice(0, 12)}`);
  }
  return image;
}

/** Reads which files an image or container has; of a container those of its volumes are not among them. */
export async function readFileTree(
  deps: ContentDeps,
  object: ObjectId,
  report: Report,
  signal: AbortSignal,
): Promise<FileTree> {
  const read = async (containerId: string) => {
    const tree = new FileTree();
    for await (const entry of deps.engine.exportedEntries(containerId, signal)) {
      tree.add(entry);
      if (tree.count >= maxEntries) {
        throw errors.engineFailed(
          'list its files',
          `there are more than ${maxEntries}. Use a shell instead.`,
        );
      }
      if (tree.count % entriesAStep === 0) {
        report({ kind: 'step', title: `Reading: ${formatCount(tree.count, 'file')}` });
      }
    }
    return tree;
  };
  return withContainerOf(deps, object, read, signal);
}

/** A file, folder or link itself; `undefined` if there is none. */
export function lookAtContent(
  deps: ContentDeps,
  object: ObjectId,
  path: string,
  signal: AbortSignal,
): Promise<ListedEntry | undefined> {
  return withContainerOf(deps, object, (id) => deps.engine.lookAtFile(id, path, signal), signal);
}

/** A file's content; `undefined` if there is none. Rejects with `engine-failed` if it is no file or too large. */
export function readContent(
  deps: ContentDeps,
  object: ObjectId,
  path: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const read = (id: string) => deps.engine.readFileOf(id, path, maxFileBytes, signal);
  return withContainerOf(deps, object, read, signal);
}

/** The steps that made an image, the oldest first, with what each layer holds. */
export async function readImageSteps(
  { engine }: ContentDeps,
  imageId: string,
  report: Report,
  signal: AbortSignal,
): Promise<readonly ImageStep[]> {
  const { sizeBytes } = await imageOf(engine, { kind: 'image', id: imageId }, signal);
  let next = bytesAStep;
  const onBytes = (bytes: number) => {
    if (bytes >= next) {
      next = bytes + bytesAStep;
      const title = `Reading the layers: ${formatBytes(bytes)} of about ${formatBytes(sizeBytes)}`;
      report({ kind: 'step', title });
    }
  };
  report({ kind: 'step', title: 'The engine packs the image' });
  return stepsOf(await engine.readImageArchive(imageId, onBytes, signal));
}
