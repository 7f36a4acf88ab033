/** Files into and out of a container, as tar streams. */
import { Readable } from 'node:stream';
import type { Header } from 'tar-stream';
import { errors } from '../core/errors.ts';
import type { ByteStream, ContextFile } from '../core/model/engine.ts';
import { attempt, type Connection, unlessMissing } from './connection.ts';
import { type Attempt, toEngineError } from './failures.ts';
import { packFiles } from './file-tar.ts';
import { contentOf, entriesOf } from './tar-entries.ts';

function archiveTrial(verb: string, id: string, path: string, signal: AbortSignal): Attempt {
  const object = `${path} in the container ${id.slice(0, 12)}`;
  return { what: `${verb} ${object}`, object, signal };
}

/**
 * Unpacks a tar into a directory of a container or its volumes, started or not. A failure of `tar` itself is
 * passed on as it is, and the engine keeps what it had unpacked by then.
 */
export async function putArchive(
  connection: Connection,
  id: string,
  tar: ByteStream,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  await attempt(connection, archiveTrial('unpack files into', id, path, signal), () =>
    connection.docker.getContainer(id).putArchive(Readable.from(tar), { path, abortSignal: signal }),
  );
}

/** Reads on with the failures of the catalogue. */
async function* checked(connection: Connection, body: ByteStream, trial: Attempt): ByteStream {
  try {
    yield* body;
  } catch (thrown) {
    throw toEngineError(thrown, trial, connection);
  }
}

/** A tar of a path; rejects with `engine-object-missing` if there is none. */
export async function getArchive(
  connection: Connection,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<ByteStream> {
  const trial = archiveTrial('read', id, path, signal);
  const body = await attempt(connection, trial, () =>
    connection.docker.getContainer(id).getArchive({ path, abortSignal: signal }),
  );
  return checked(connection, Readable.from(body), trial);
}

/** Writes small files below a directory that exists. */
export async function writeFiles(
  connection: Connection,
  id: string,
  files: readonly ContextFile[],
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const tar = await packFiles(files, new Date());
  await putArchive(connection, id, Readable.from([tar]), path, signal);
}

function checkEntry(header: Header, trial: Attempt, maxBytes: number): void {
  if (header.type !== 'file') {
    throw errors.engineFailed(trial.what, `it is a ${header.type ?? 'thing'}, not a file.`);
  }
  if ((header.size ?? 0) > maxBytes) {
    throw errors.engineFailed(trial.what, `it has ${header.size} bytes, more than the ${maxBytes} expected.`);
  }
}

interface TarFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** The files of a tar whose names are wanted, one after the other; what is not wanted is not kept. */
async function* filesIn(
  tar: ByteStream,
  isWanted: (name: string) => boolean,
  maxBytes: number,
  trial: Attempt,
): AsyncGenerator<TarFile> {
  for await (const entry of entriesOf(tar)) {
    if (isWanted(entry.header.name)) {
      checkEntry(entry.header, trial, maxBytes);
      yield { name: entry.header.name, content: await contentOf(entry) };
    }
  }
}

/** The first entry of a tar, as the content of a file. */
async function firstFile(tar: ByteStream, trial: Attempt, maxBytes: number): Promise<Uint8Array> {
  for await (const { content } of filesIn(tar, () => true, maxBytes, trial)) {
    return content;
  }
  throw errors.engineFailed(trial.what, 'it sent an empty archive.');
}

/**
 * A file's content, or `undefined` if there is none.
 * Rejects with `engine-failed` if it is no regular file or larger than `maxBytes`.
 */
export async function readFile(
  connection: Connection,
  id: string,
  path: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const trial = archiveTrial('read', id, path, signal);
  return unlessMissing(async () => {
    const tar = await getArchive(connection, id, path, signal);
    return attempt(connection, trial, () => firstFile(tar, trial, maxBytes));
  });
}

/** Files of one directory that are wanted together. */
export interface WantedFiles {
  readonly directory: string;
  readonly names: readonly string[];
  /** For each. */
  readonly maxBytes: number;
}

/**
 * The contents of those files that are there, by name; one archive of the whole directory is read for them.
 * Rejects with `engine-failed` if one is no regular file or larger than allowed.
 */
export async function readFiles(
  connection: Connection,
  id: string,
  { directory, names, maxBytes }: WantedFiles,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const trial = archiveTrial('read', id, directory, signal);
  const read = await unlessMissing(async () => {
    const tar = await getArchive(connection, id, directory, signal);
    const top = `${directory.slice(directory.lastIndexOf('/') + 1)}/`;
    const wanted = new Map(names.map((name) => [top + name, name]));
    const found = new Map<string, Uint8Array>();
    return attempt(connection, trial, async () => {
      for await (const file of filesIn(tar, (name) => wanted.has(name), maxBytes, trial)) {
        found.set(wanted.get(file.name) ?? '', file.content);
      }
      return found;
    });
  });
  return read ?? new Map();
}
