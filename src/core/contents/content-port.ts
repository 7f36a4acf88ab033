/** What an engine tells of the files that it holds, as streams: none of them is ever kept as a whole. */
import type { ListedEntry } from '../model/files.ts';
import type { ImageArchive } from './image-archive.ts';

export interface ContentPort {
  /**
   * All entries of a container's file system, started or not, without its volumes. Rejects with
   * `engine-object-missing` if it is gone.
   */
  exportedEntries(containerId: string, signal: AbortSignal): AsyncIterable<ListedEntry>;
  /** A file, folder or link itself of a container and its volumes; `undefined` if there is none. */
  lookAtFile(containerId: string, path: string, signal: AbortSignal): Promise<ListedEntry | undefined>;
  /** As that of `ContainerPort`, of any container. */
  readFileOf(
    containerId: string,
    path: string,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<Uint8Array | undefined>;
  /**
   * Reads an image as the engine saves it, and keeps what the archive says of it and a summary of each layer.
   * @param onBytes called with how many bytes have come so far
   */
  readImageArchive(
    imageId: string,
    onBytes: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<ImageArchive>;
}
