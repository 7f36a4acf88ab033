/** What lies in a container's file system, started or not. */
import type { ByteStream } from '../core/model/engine.ts';
import type { ListedEntry } from '../core/model/files.ts';
import { getArchive, readFile } from './archives.ts';
import { attempt, type Connection, dial, guarded, unlessMissing } from './connection.ts';
import { checked, describeObject } from './objects.ts';
import { entriesOf, toListedEntry } from './tar-entries.ts';

/** All entries of a container's file system; its volumes are empty folders there. */
export async function* exportedEntries(
  connection: Connection,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<ListedEntry> {
  const object = describeObject(checked({ kind: 'container', id }));
  const trial = { what: `list the files of ${object}`, object, signal };
  const body = await attempt(connection, trial, () =>
    dial(connection, {
      method: 'GET',
      path: `/containers/${id}/export`,
      isStream: true,
      abortSignal: signal,
    }),
  );
  const entries = entriesOf(guarded(connection, trial, body as ByteStream));
  try {
    for (;;) {
      const next = await attempt(connection, trial, () => entries.next());
      if (next.done === true) {
        return;
      }
      yield toListedEntry(next.value.header);
    }
  } finally {
    await entries.return(undefined);
  }
}

/** The first entry of an archive of just this path; `undefined` if there is none. */
export async function lookAtFile(
  connection: Connection,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<ListedEntry | undefined> {
  checked({ kind: 'container', id });
  const trial = { what: `look at ${path}`, object: path, signal };
  return unlessMissing(async () => {
    const tar = await getArchive(connection, id, path, signal);
    return attempt(connection, trial, async () => {
      for await (const { header } of entriesOf(tar)) {
        return toListedEntry(header);
      }
      return undefined;
    });
  });
}

/** A file's content; `undefined` if there is none. As `readFile`, of a container that a person chose. */
export async function readFileOf(
  connection: Connection,
  id: string,
  path: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  checked({ kind: 'container', id });
  return readFile(connection, id, path, maxBytes, signal);
}
