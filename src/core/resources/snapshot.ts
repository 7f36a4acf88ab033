/** What the sidebar and `prune` look at: an engine's objects, classified. */
import type {
  BuildCacheRow,
  ContainerRow,
  EngineInfo,
  ImageRow,
  NetworkRow,
  VolumeRow,
} from '../model/engine.ts';

export interface ImageItem extends ImageRow {
  /** No tag and no child image. */
  readonly dangling: boolean;
  /** Names of the containers made from it, stopped ones too. */
  readonly usedBy: readonly string[];
  /** Bytes that only this image holds; `undefined` until known. */
  readonly exclusiveBytes: number | undefined;
}

export interface ContainerItem extends ContainerRow {
  /** Exited or dead. */
  readonly ended: boolean;
  /** Bytes of its writable layer; `undefined` until known. */
  readonly writableBytes: number | undefined;
}

export interface VolumeItem extends VolumeRow {
  readonly usedBy: readonly string[];
  readonly sizeBytes: number | undefined;
}

export interface ResourceSnapshot {
  readonly engine: EngineInfo;
  readonly images: readonly ImageItem[];
  readonly containers: readonly ContainerItem[];
  readonly volumes: readonly VolumeItem[];
  readonly networks: readonly NetworkRow[];
  /** `undefined` until sizes are known. */
  readonly buildCache: readonly BuildCacheRow[] | undefined;
  readonly sizesKnown: boolean;
}
