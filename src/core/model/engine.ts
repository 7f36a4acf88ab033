import type { Labels } from './labels.ts';
import type { Platform } from './platform.ts';

/** Bytes that arrive in pieces; the consumer's pace holds the producer back. */
export type ByteStream = AsyncIterable<Uint8Array>;

/** What an engine says of itself. */
export interface EngineInfo {
  readonly id: string;
  readonly name: string;
  readonly serverVersion: string;
  readonly apiVersion: string;
  readonly platform: Platform;
  readonly operatingSystem: string;
  readonly kernelVersion: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly storageDriver: string;
  readonly dataRoot: string;
  /** How it is reached, for people; holds no secret. */
  readonly endpoint: string;
  /** Whether its kernel is this machine's (a unix socket that is no virtual machine's). */
  readonly local: boolean;
}

/** When an engine said what time it has, in milliseconds since 1970. */
export interface ClockReading {
  /** This machine's time before it asked. */
  readonly sentAtMs: number;
  readonly engineMs: number;
  /** This machine's time when it had the answer. */
  readonly receivedAtMs: number;
}

export interface ImageFacts {
  /** `sha256:...` of the image's configuration. */
  readonly id: string;
  readonly references: readonly string[];
  readonly labels: Labels;
  readonly platform: Platform;
  readonly sizeBytes: number;
  readonly createdAtMs: number;
  readonly repoDigests: readonly string[];
}

/** A file of a build context. */
export interface ContextFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly executable?: boolean;
}

export interface ImageBuildSpec {
  /** `repository:tag`. */
  readonly reference: string;
  readonly dockerfile: string;
  readonly files: readonly ContextFile[];
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels: Labels;
  readonly platform: Platform;
}

export interface VolumeMount {
  /** A volume's name; `undefined` makes one that goes with the container. */
  readonly volume: string | undefined;
  readonly path: string;
  readonly readOnly?: boolean;
}

export interface ContainerSpec {
  /** A fixed name serves as a lock: a second container of the name is refused with `engine-object-busy`. */
  readonly name?: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly labels: Labels;
  readonly platform: Platform;
  /** `none`, `default` (the engine's usual one) or a network's name. */
  readonly network: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  readonly mounts?: readonly VolumeMount[];
  /** Paths that are empty file systems in memory, on top of the mounts; they go with the container. */
  readonly tmpfs?: readonly string[];
  readonly memoryBytes?: number;
  readonly pidsLimit?: number;
  /** CPU time per time, for instance 1.5. */
  readonly cpus?: number;
  /** CPU numbers to pin to, as Docker writes them (`0`, `0-3`). */
  readonly cpuSet?: string;
  readonly tty?: boolean;
  /** Whether its processes may read the processor's counters; gives up the filter that usually forbids that. */
  readonly performanceCounters?: boolean;
  /** Whether its processes may trace each other, as a debugger does; gives up what usually forbids that. */
  readonly debugger?: boolean;
}

/** A container that is kept. Its name is that of the container while somebody works in it. */
export interface KeptSpec extends ContainerSpec {
  readonly name: string;
  /** A command that waits in the container with it, so that its next user need only give it its input. */
  readonly nextCommand?: readonly string[];
}

export interface ContainerExit {
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
}

/** A file or folder of a container that is not as in its image. */
export interface FileChange {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'deleted';
}

/** A step in the making of an image. */
export interface ImageLayer {
  /** The command, as the builder noted it; foreign text of any length. */
  readonly createdBy: string;
  readonly sizeBytes: number;
}

/** What only the inspection of a container says. */
export interface ContainerLook {
  readonly state: ContainerState;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  /** Why it could not be started or was ended, in the engine's words; empty for nothing. */
  readonly error: string;
  /** `undefined` while it runs, and before it ran. */
  readonly finishedAtMs: number | undefined;
}

export interface VolumeSpec {
  readonly name: string;
  readonly labels: Labels;
}

export interface NetworkSpec {
  readonly name: string;
  readonly labels: Labels;
}

export interface InternalNetwork {
  readonly name: string;
  /** The address of the engine's own end, where a collector on the same machine can listen. */
  readonly gatewayAddress: string | undefined;
}

/** A line for the sidebar: an image. Sizes may be unknown until disk usage is read. */
export interface ImageRow {
  readonly id: string;
  /** Its tags. */
  readonly references: readonly string[];
  /** Its names by digest: what was pulled by digest has no tag, and is wanted all the same. */
  readonly digests: readonly string[];
  readonly parentId: string | undefined;
  readonly labels: Labels;
  readonly createdAtMs: number;
  readonly sizeBytes: number;
}

export type ContainerState =
  | 'created'
  | 'running'
  | 'paused'
  | 'restarting'
  | 'removing'
  | 'exited'
  | 'dead'
  | 'unknown';

export interface ContainerRow {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  readonly state: ContainerState;
  /** Docker's own words, for instance `Exited (1) 2 hours ago`. */
  readonly status: string;
  readonly labels: Labels;
  readonly createdAtMs: number;
  /** Names of the volumes that it mounts. */
  readonly volumes: readonly string[];
  /** Names of the networks that it is or would be connected to. */
  readonly networks: readonly string[];
}

export interface VolumeRow {
  readonly name: string;
  readonly driver: string;
  readonly labels: Labels;
  readonly createdAtMs: number | undefined;
}

export interface NetworkRow {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly labels: Labels;
  readonly createdAtMs: number | undefined;
}

export interface BuildCacheRow {
  readonly id: string;
  readonly description: string;
  readonly sizeBytes: number;
  readonly inUse: boolean;
  readonly shared: boolean;
  readonly createdAtMs: number | undefined;
  readonly lastUsedAtMs: number | undefined;
  /** Records that it rests on. */
  readonly parents: readonly string[];
}

/** Sizes that an engine takes long to compute. A missing key means unknown. */
export interface DiskUsage {
  /** Bytes that only this image holds, by image id. */
  readonly imageExclusiveBytes: ReadonlyMap<string, number>;
  /** Bytes of the writable layer, by container id. */
  readonly containerBytes: ReadonlyMap<string, number>;
  readonly volumeBytes: ReadonlyMap<string, number>;
  readonly layersBytes: number;
  readonly buildCache: readonly BuildCacheRow[];
}
