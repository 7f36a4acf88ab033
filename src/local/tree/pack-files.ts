import { Buffer } from 'node:buffer';
import { type Header, type Pack, pack } from 'tar-stream';
import { errors } from '../../core/errors.ts';
import type { ByteStream, ContextFile } from '../../core/model/engine.ts';
import type { FileEntry } from '../../core/model/tree.ts';
import type { PackRequest } from '../../core/ports.ts';
import { Slices } from '../slices.ts';
import { StableFile } from './stable-file.ts';

/** Up to this size a file is read whole before its header is written, so that an unstable one can be left out. */
const wholeBytes = 16 * 1024 * 1024;
/** A tar's own pieces are tiny; a request with fewer and larger ones costs less. */
const chunkBytes = 128 * 1024;
/** tar-stream writes times as 32-bit numbers. */
const latestSeconds = 0x7fff_ffff;

type EntryHeader = Partial<Header> & Pick<Header, 'name'>;

function headerOf(entry: FileEntry): EntryHeader {
  const seconds = Math.min(latestSeconds, Math.max(0, Math.floor(entry.mtimeMs / 1000)));
  const common = { name: entry.path, uid: 0, gid: 0, mtime: new Date(seconds * 1000) };
  return entry.kind === 'symlink'
    ? { ...common, type: 'symlink', mode: 0o777, linkname: entry.linkTarget ?? '' }
    : { ...common, type: 'file', mode: entry.executable ? 0o755 : 0o644, size: entry.sizeBytes };
}

/** Settles when the archive has room again. */
function addEntry(archive: Pack, header: EntryHeader, content?: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => (error ? reject(error) : resolve());
    const sink = content === undefined ? archive.entry(header, done) : archive.entry(header, content, done);
    sink.on('error', reject);
  });
}

/** The file's content, or `undefined` if it was not stable. */
function readWhole(root: string, entry: FileEntry): Buffer | undefined {
  const file = StableFile.open(root, entry);
  if (file === undefined) {
    return undefined;
  }
  let stable = false;
  const pieces: Uint8Array[] = [];
  try {
    pieces.push(...file.pieces());
  } finally {
    stable = file.close();
  }
  return stable ? Buffer.concat(pieces) : undefined;
}

/** A large file goes out while it is read; if it changes meanwhile the archive cannot be saved. */
async function addLarge(archive: Pack, root: string, entry: FileEntry): Promise<boolean> {
  const file = StableFile.open(root, entry);
  if (file === undefined) {
    return false;
  }
  let stable = false;
  try {
    await new Promise<void>((resolve, reject) => {
      const sink = archive.entry(headerOf(entry), (error) => (error ? reject(error) : resolve()));
      const pieces = file.pieces();
      const write = () => {
        try {
          for (let next = pieces.next(); !next.done; next = pieces.next()) {
            if (!sink.write(next.value)) {
              return;
            }
          }
          sink.end(undefined);
        } catch (error) {
          reject(error);
        }
      };
      sink.on('error', reject);
      sink.on('drain', write);
      write();
    });
  } finally {
    stable = file.close();
  }
  if (!stable) {
    throw errors.treeChanging(root, [entry.path]);
  }
  return true;
}

async function add(archive: Pack, root: string, entry: FileEntry): Promise<boolean> {
  if (entry.kind === 'symlink') {
    await addEntry(archive, headerOf(entry));
    return true;
  }
  if (entry.sizeBytes > wholeBytes) {
    return addLarge(archive, root, entry);
  }
  const content = readWhole(root, entry);
  if (content === undefined) {
    return false;
  }
  await addEntry(archive, headerOf(entry), content);
  return true;
}

async function addOwn(archive: Pack, files: readonly ContextFile[]): Promise<void> {
  for (const { path, content, executable = false } of files) {
    const header = { name: path, mode: executable ? 0o755 : 0o644, uid: 0, gid: 0, mtime: new Date() };
    await addEntry(
      archive,
      header,
      typeof content === 'string' ? Buffer.from(content) : Buffer.from(content),
    );
  }
}

async function fill(
  archive: Pack,
  root: string,
  { before, files, after }: PackRequest,
  signal: AbortSignal,
): Promise<void> {
  const unstable: string[] = [];
  const slices = new Slices(signal);
  await slices.next();
  await addOwn(archive, before);
  for (const entry of files) {
    if (!(await add(archive, root, entry))) {
      unstable.push(entry.path);
    }
    if (slices.isOver()) {
      await slices.next();
    }
  }
  await addOwn(archive, after(unstable));
  archive.finalize();
}

async function* inChunks(archive: Pack): ByteStream {
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  for await (const piece of archive as AsyncIterable<Uint8Array>) {
    waiting.push(piece);
    waitingBytes += piece.length;
    if (waitingBytes >= chunkBytes) {
      yield Buffer.concat(waiting);
      waiting = [];
      waitingBytes = 0;
    }
  }
  if (waitingBytes > 0) {
    yield Buffer.concat(waiting);
  }
}

/**
 * A tar of these files with paths below the root, owned by root, modes 0644 and 0755, times in whole seconds; links
 * as they were listed. Nothing is read before the first piece is asked for. Files that changed or vanished since they
 * were listed are not in the tar.
 * The stream fails with `tree-unreadable`, `cancelled`, or `tree-changing` if a file of over 16 MiB changes while it
 * is being sent.
 */
export async function* packFiles(root: string, request: PackRequest, signal: AbortSignal): ByteStream {
  const archive = pack();
  // Whoever reads gets the error; without a listener it would also end the process.
  archive.on('error', () => undefined);
  const stop = () => {
    archive.destroy(errors.cancelled());
  };
  signal.addEventListener('abort', stop);
  let failure: unknown;
  const filling = fill(archive, root, request, signal).catch((error: unknown) => {
    failure = error;
    archive.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    yield* inChunks(archive);
  } catch (error) {
    throw signal.aborted ? errors.cancelled() : (failure ?? error);
  } finally {
    signal.removeEventListener('abort', stop);
    archive.destroy();
    await filling;
  }
}
