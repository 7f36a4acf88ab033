import type {
  ContainerRow,
  DiskUsage,
  EngineInfo,
  ImageRow,
  NetworkRow,
  VolumeRow,
} from '../model/engine.ts';
import type { User } from '../model/objects.ts';
import { containerOrigin, imageOrigins, originOf } from './origin.ts';
import type { ResourceSnapshot } from './snapshot.ts';

/** What an engine's lists say. */
export interface ResourceLists {
  readonly engine: EngineInfo;
  readonly images: readonly ImageRow[];
  readonly containers: readonly ContainerRow[];
  readonly volumes: readonly VolumeRow[];
  readonly networks: readonly NetworkRow[];
}

function byKey<T>(
  rows: readonly T[],
  keysOf: (row: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    for (const key of keysOf(row)) {
      const group = groups.get(key) ?? [];
      group.push(row);
      groups.set(key, group);
    }
  }
  return groups;
}

function users(rows: readonly ContainerRow[] | undefined): readonly User[] {
  return (rows ?? []).map(({ id, name }) => ({ id, name }));
}

/** Networks of the engine's own, which it neither lets go nor labels. */
const builtInNetworks: ReadonlySet<string> = new Set([
  'bridge',
  'host',
  'none',
  'ingress',
  'docker_gwbridge',
]);

/** Whether nothing names an image, neither a tag nor a digest that it was pulled by. */
export function isNameless({ references, digests }: Pick<ImageRow, 'references' | 'digests'>): boolean {
  return references.length === 0 && digests.length === 0;
}

/**
 * Says of every object what it is: an image is dangling if it has no name and no child image; it is in use if any
 * container, a stopped one too, was made from it. Uses are computed here, because engines often do not know them; a
 * container whose image is not known counts as a user of every image.
 */
export function classify(lists: ResourceLists, usage: DiskUsage | undefined): ResourceSnapshot {
  const { engine, images, containers, volumes, networks } = lists;
  const usersOfImage = byKey(containers, ({ imageId }) => [imageId]);
  const usersOfAny = usersOfImage.get('') ?? [];
  const usersOfVolume = byKey(containers, (container) => container.volumes);
  const usersOfNetwork = byKey(containers, (container) => container.networks);
  const imagesById = new Map(images.map((image) => [image.id, image]));
  const originOfImage = imageOrigins(images);
  const parents = new Set(images.map(({ parentId }) => parentId));
  return {
    engine,
    images: images.map((image) => ({
      ...image,
      origin: originOfImage.get(image.id) ?? 'other',
      dangling: isNameless(image) && !parents.has(image.id),
      usedBy: users([...(usersOfImage.get(image.id) ?? []), ...usersOfAny]),
      exclusiveBytes: usage?.imageExclusiveBytes.get(image.id),
    })),
    containers: containers.map((container) => ({
      ...container,
      origin: containerOrigin(container, imagesById.get(container.imageId)),
      ended: container.state === 'exited' || container.state === 'dead',
      writableBytes: usage?.containerBytes.get(container.id),
    })),
    volumes: volumes.map((volume) => ({
      ...volume,
      origin: originOf('volume', volume.labels),
      usedBy: users(usersOfVolume.get(volume.name)),
      sizeBytes: usage?.volumeBytes.get(volume.name),
    })),
    networks: networks.map((network) => ({
      ...network,
      origin: originOf('network', network.labels),
      // A container that was never started names its network as whoever made it did.
      usedBy: users([...(usersOfNetwork.get(network.name) ?? []), ...(usersOfNetwork.get(network.id) ?? [])]),
      builtIn: builtInNetworks.has(network.name),
    })),
    buildCache: usage?.buildCache,
    sizesKnown: usage !== undefined,
  };
}
