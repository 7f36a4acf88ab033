import type {
  ContainerRow,
  DiskUsage,
  EngineInfo,
  ImageRow,
  NetworkRow,
  VolumeRow,
} from '../model/engine.ts';
import type { ContainerItem, ImageItem, ResourceSnapshot, VolumeItem } from './snapshot.ts';

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

function names(rows: readonly ContainerRow[] | undefined): readonly string[] {
  return (rows ?? []).map((row) => row.name);
}

/**
 * Says of every object what it is: an image is dangling if it has no tag and no child image; it is in use if any
 * container, a stopped one too, was made from it. Uses are computed here, because engines often do not know them.
 */
export function classify(lists: ResourceLists, usage: DiskUsage | undefined): ResourceSnapshot {
  const usersOfImage = byKey(lists.containers, (container) => [container.imageId]);
  const usersOfVolume = byKey(lists.containers, (container) => container.volumes);
  const parents = new Set(lists.images.map((image) => image.parentId));
  const images = lists.images.map(
    (image): ImageItem => ({
      ...image,
      dangling: image.references.length === 0 && !parents.has(image.id),
      usedBy: names(usersOfImage.get(image.id)),
      exclusiveBytes: usage?.imageExclusiveBytes.get(image.id),
    }),
  );
  const containers = lists.containers.map(
    (container): ContainerItem => ({
      ...container,
      ended: container.state === 'exited' || container.state === 'dead',
      writableBytes: usage?.containerBytes.get(container.id),
    }),
  );
  const volumes = lists.volumes.map(
    (volume): VolumeItem => ({
      ...volume,
      usedBy: names(usersOfVolume.get(volume.name)),
      sizeBytes: usage?.volumeBytes.get(volume.name),
    }),
  );
  return {
    engine: lists.engine,
    images,
    containers,
    volumes,
    networks: lists.networks,
    buildCache: usage?.buildCache,
    sizesKnown: usage !== undefined,
  };
}
