/** How an engine stores what it holds, and what this machine sees of that. */

/** What an engine says of its storage. */
export interface EngineStorage {
  /** The storage driver, or the snapshotter of containerd's image store. */
  readonly driver: string;
  /** Whether images are in containerd's store, and not in the engine's own. */
  readonly containerdStore: boolean;
  /** The socket of its containerd; `undefined` where the engine does not say. */
  readonly containerdAddress: string | undefined;
  /** The file system below; empty where the engine does not say. */
  readonly backingFilesystem: string;
  /** Where it keeps its data, in its own file system. */
  readonly dataRoot: string;
  /** What it does with the output of containers that do not say otherwise. */
  readonly loggingDriver: string;
  /** Whether it runs without being root. */
  readonly rootless: boolean;
  /** Whether it is reached through a socket of this machine, which may lead elsewhere. */
  readonly throughSocket: boolean;
}

export interface StoragePort {
  describeStorage(signal: AbortSignal): Promise<EngineStorage>;
}

/** What this program sees of a folder. */
export interface FolderLook {
  /** `closed`: it is there, and this user may not look into it. */
  readonly access: 'open' | 'closed' | 'absent';
  /** The disk that holds it; `undefined` if it cannot be asked. */
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | undefined;
}

/** Folders of this machine. Neither rejects. */
export interface FolderPort {
  lookAtFolder(path: string): Promise<FolderLook>;
  /** Sum of the logs that an engine keeps of its containers below its data root; `undefined` if it may not look. */
  logBytes(dataRoot: string): Promise<number | undefined>;
}
