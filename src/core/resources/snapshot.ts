/** What the sidebar and `prune` look at: an engine's objects, classified. */
import type {
  BuildCacheRow,
  ContainerRow,
  EngineInfo,
  ImageRow,
  NetworkRow,
  VolumeRow,
} from '../model/engine.ts';
import type { User } from '../model/objects.ts';
import type { Origin } from './origin.ts';

export interface ImageItem extends ImageRow {
  readonly origin: Origin;
  /** No tag, no digest and no child image. */
  readonly dangling: boolean;
  /** The containers made from it. */
  readonly usedBy: readonly User[];
  /** Bytes that only this image holds; `undefined` until known. */
  readonly exclusiveBytes: number | undefined;
}

export interface ContainerItem extends ContainerRow {
  readonly origin: Origin;
  /** Exited or dead. */
  readonly ended: boolean;
  /** Bytes of its writable layer; `undefined` until known. */
  readonly writableBytes: number | undefined;
}

export interface VolumeItem extends VolumeRow {
  readonly origin: Origin;
  readonly usedBy: readonly User[];
  readonly sizeBytes: number | undefined;
}

export interface NetworkItem extends NetworkRow {
  readonly origin: Origin;
  readonly usedBy: readonly User[];
  /** Whether the engine made it for itself. */
  readonly builtIn: boolean;
}

export interface ResourceSnapshot {
  readonly engine: EngineInfo;
  readonly images: readonly ImageItem[];
  readonly containers: readonly ContainerItem[];
  readonly volumes: readonly VolumeItem[];
  readonly networks: readonly NetworkItem[];
  /** `undefined` until sizes are known. */
  readonly buildCache: readonly BuildCacheRow[] | undefined;
  readonly sizesKnown: boolean;
}
