/** Where an engine keeps what, how much that is, and how much of it could go. */
import type { DiskUsage, EngineInfo } from '../model/engine.ts';
import { classify, type ResourceLists } from '../resources/classify.ts';
import type { ResourceSnapshot } from '../resources/snapshot.ts';
import { type Place, type PlaceKind, placesOf } from './places.ts';
import { type Directions, directionsOf, type Reach, reachOf } from './reach.ts';
import type { EngineStorage, FolderLook } from './storage-port.ts';

export interface SizedPlace extends Place {
  /** `undefined` if it is not known, or counted with another place. */
  readonly sizeBytes: number | undefined;
  /** What nothing uses; what unused images share with each other is not in it. */
  readonly reclaimableBytes: number | undefined;
  /** How many objects are there; `undefined` if nobody counts them. */
  readonly count: number | undefined;
}

export interface LargeObject {
  readonly kind: 'image' | 'container' | 'volume' | 'build-cache';
  /** Foreign text. */
  readonly name: string;
  /** What only it holds. */
  readonly sizeBytes: number;
  readonly inUse: boolean;
  /** In the engine's file system, where it has a folder of its own. */
  readonly path: string | undefined;
}

export interface StorageReport {
  readonly engine: EngineInfo;
  readonly storage: EngineStorage;
  readonly reach: Reach;
  readonly directions: Directions;
  /** The disk that holds the data root, where that is in sight. */
  readonly disk: FolderLook['disk'];
  readonly places: readonly SizedPlace[];
  /** The largest first. */
  readonly largest: readonly LargeObject[];
}

/** What a report is made of. */
export interface StorageFacts {
  readonly lists: ResourceLists;
  readonly storage: EngineStorage;
  /** `undefined` if the engine cannot add it up. */
  readonly usage: DiskUsage | undefined;
  /** At the data root's path on this machine; counts only where the engine is here. */
  readonly look: FolderLook;
  /** Sum of the logs; `undefined` if they are out of sight. */
  readonly logBytes: number | undefined;
}

const shownObjects = 10;

export function storageReport({ lists, storage, usage, look, logBytes }: StorageFacts): StorageReport {
  const { engine } = lists;
  const reach = reachOf(engine, storage, look);
  const snapshot = classify(lists, usage);
  const sizes = sizesOf(snapshot, usage, reach === 'here' ? logBytes : undefined);
  return {
    engine,
    storage,
    reach,
    directions: directionsOf(reach, engine, storage),
    disk: reach === 'here' ? look.disk : undefined,
    places: placesOf(storage).map((place) => ({ ...place, ...sizes[place.kind] })),
    largest: largestOf(snapshot, storage),
  };
}

type Size = Pick<SizedPlace, 'sizeBytes' | 'reclaimableBytes' | 'count'>;

const unknown: Size = { sizeBytes: undefined, reclaimableBytes: undefined, count: undefined };

interface Held {
  readonly bytes: number | undefined;
  readonly inUse: boolean;
}

function sizesOf(
  snapshot: ResourceSnapshot,
  usage: DiskUsage | undefined,
  logBytes: number | undefined,
): Readonly<Record<PlaceKind, Size>> {
  const { images, containers, volumes, buildCache } = held(snapshot);
  const imageSize = { ...sizeOf(images), sizeBytes: usage?.layersBytes };
  return {
    images: usage === undefined ? { ...unknown, count: images.length } : imageSize,
    layers: unknown,
    containers: sizeOf(containers),
    volumes: sizeOf(volumes),
    'build-cache': usage === undefined ? unknown : sizeOf(buildCache),
    logs: { ...unknown, sizeBytes: logBytes },
  };
}

function held({ images, containers, volumes, buildCache }: ResourceSnapshot) {
  return {
    images: images.map(({ exclusiveBytes: bytes, usedBy }): Held => ({ bytes, inUse: usedBy.length > 0 })),
    containers: containers.map(({ writableBytes: bytes, ended }): Held => ({ bytes, inUse: !ended })),
    volumes: volumes.map(({ sizeBytes: bytes, usedBy }): Held => ({ bytes, inUse: usedBy.length > 0 })),
    buildCache: (buildCache ?? [])
      // What an image holds as well is counted there.
      .filter(({ shared }) => !shared)
      .map(({ sizeBytes: bytes, inUse }): Held => ({ bytes, inUse })),
  };
}

/** Sums; unknown as soon as one of the sizes is. */
function sizeOf(objects: readonly Held[]): Size {
  const sum = (some: readonly Held[]) =>
    some.reduce<number | undefined>(
      (total, { bytes }) => (total === undefined || bytes === undefined ? undefined : total + bytes),
      0,
    );
  return {
    sizeBytes: sum(objects),
    reclaimableBytes: sum(objects.filter(({ inUse }) => !inUse)),
    count: objects.length,
  };
}

function largestOf(snapshot: ResourceSnapshot, storage: EngineStorage): readonly LargeObject[] {
  const { images, containers, volumes, buildCache } = held(snapshot);
  const all = [
    ...snapshot.images.map((image, at) =>
      object('image', image.references[0] ?? image.digests[0] ?? image.id, images[at], undefined),
    ),
    ...snapshot.containers.map(({ name, id }, at) =>
      object('container', name || id, containers[at], `${storage.dataRoot}/containers/${id}`),
    ),
    ...snapshot.volumes.map(({ name, driver }, at) =>
      object('volume', name, volumes[at], driver === 'local' ? volumePath(storage, name) : undefined),
    ),
    ...(snapshot.buildCache ?? [])
      .filter(({ shared }) => !shared)
      .map(({ description, id }, at) => object('build-cache', description || id, buildCache[at], undefined)),
  ];
  return all
    .flat()
    .sort((one, other) => other.sizeBytes - one.sizeBytes)
    .slice(0, shownObjects);
}

function object(
  kind: LargeObject['kind'],
  name: string,
  size: Held | undefined,
  path: string | undefined,
): readonly LargeObject[] {
  const bytes = size?.bytes ?? 0;
  return bytes > 0 ? [{ kind, name, sizeBytes: bytes, inUse: size?.inUse ?? true, path }] : [];
}

/** Where the engine keeps the files of a volume of its usual driver. */
export function volumePath({ dataRoot }: Pick<EngineStorage, 'dataRoot'>, name: string): string {
  return `${dataRoot}/volumes/${name}/_data`;
}
