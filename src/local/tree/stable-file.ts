import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { errors } from '../../core/errors.ts';
import type { FileEntry } from '../../core/model/tree.ts';

const pieceBytes = 1024 * 1024;

/** Never follow a link that has taken the file's place, never wait for a pipe that has. */
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function openIfThere(file: string): number | undefined {
  try {
    return openSync(file, openFlags);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO', 'EISDIR'].includes(code)) {
      return undefined;
    }
    throw errors.treeUnreadable(file, error);
  }
}

/** An open file that is watched for changes between its listing and the end of its reading. */
export class StableFile {
  readonly #descriptor: number;
  readonly #opened: Stats;
  readonly #path: string;
  #readBytes = 0;

  private constructor(path: string, descriptor: number, opened: Stats) {
    this.#path = path;
    this.#descriptor = descriptor;
    this.#opened = opened;
  }

  /**
   * Opens a listed file; `undefined` if it has changed or vanished since. Close it.
   * @throws `tree-unreadable`
   */
  static open(root: string, entry: FileEntry): StableFile | undefined {
    const path = join(root, entry.path);
    const descriptor = openIfThere(path);
    if (descriptor === undefined) {
      return undefined;
    }
    const facts = fstatSync(descriptor);
    if (!facts.isFile() || facts.size !== entry.sizeBytes || facts.mtimeMs !== entry.mtimeMs) {
      closeSync(descriptor);
      return undefined;
    }
    return new StableFile(path, descriptor, facts);
  }

  /** The content in pieces of at most 1 MiB, never more than was listed. */
  *pieces(): Generator<Uint8Array> {
    while (this.#readBytes < this.#opened.size) {
      const piece = new Uint8Array(Math.min(pieceBytes, this.#opened.size - this.#readBytes));
      const count = this.#read(piece);
      if (count === 0) {
        return;
      }
      this.#readBytes += count;
      yield piece.subarray(0, count);
    }
  }

  /** Closes the file; says whether what was read is the whole, unchanged content. */
  close(): boolean {
    const facts = fstatSync(this.#descriptor);
    closeSync(this.#descriptor);
    return (
      this.#readBytes === this.#opened.size &&
      facts.size === this.#opened.size &&
      facts.mtimeMs === this.#opened.mtimeMs &&
      facts.ctimeMs === this.#opened.ctimeMs
    );
  }

  #read(piece: Uint8Array): number {
    try {
      return readSync(this.#descriptor, piece, 0, piece.length, null);
    } catch (error) {
      throw errors.treeUnreadable(this.#path, error);
    }
  }
}
