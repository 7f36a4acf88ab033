/** What a person does with one object of an engine, whoever made it. */
import type { Duplex } from 'node:stream';
import { errors } from '../core/errors.ts';
import type { FileChange } from '../core/model/engine.ts';
import type { ObjectId } from '../core/model/objects.ts';
import type { TerminalPort, TerminalSize } from '../core/ports.ts';
import { ask, attempt, type Connection, cleanupSignal, dial, unabortable } from './connection.ts';
import { EngineReplyError } from './failures.ts';
import { parseReference } from './images.ts';
import { checked, describeObject } from './objects.ts';
import { changesReply, createdReply, execReply, inspectionReply } from './replies.ts';
import { terminalOf, untilClosed } from './terminal.ts';

/** Kinds of changes in a container's file system, by the engine's numbers. */
const changeKinds = ['changed', 'added', 'deleted'] as const;

/** The best shell that there is. */
const shell = ['/bin/sh', '-c', 'command -v bash >/dev/null && exec bash || exec sh'];

/** How long a container may take to end by itself before the engine kills it. */
const stopSeconds = 10;

function inspectionPath({ kind, id }: ObjectId): string {
  switch (kind) {
    case 'container':
    case 'image':
      return `/${kind}s/${id}/json`;
    case 'volume':
    case 'network':
      return `/${kind}s/${id}`;
    case 'build-cache':
      throw errors.engineFailed('look at build cache', 'engines describe none by itself.');
  }
}

/** All that the engine says of an object. Rejects with `engine-object-missing` if it is gone. */
export async function inspectObject(
  connection: Connection,
  object: ObjectId,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const description = describeObject(checked(object));
  const trial = { what: `look at ${description}`, object: description, signal };
  const path = inspectionPath(object);
  return ask(connection, trial, inspectionReply, () =>
    dial(connection, { method: 'GET', path, abortSignal: signal }),
  );
}

/** What differs between a container's file system and its image's, in the engine's order. */
export async function containerChanges(
  connection: Connection,
  id: string,
  signal: AbortSignal,
): Promise<readonly FileChange[]> {
  const description = describeObject(checked({ kind: 'container', id }));
  const trial = { what: `compare ${description} with its image`, object: description, signal };
  const changes = await ask(connection, trial, changesReply, () =>
    connection.docker.getContainer(id).changes({ abortSignal: signal }),
  );
  return changes.map(({ Path: path, Kind: kind }) => ({ path, kind: changeKinds[kind] ?? 'changed' }));
}

/** Starts a container that is there; one that runs already is no error. */
export function startExisting(connection: Connection, id: string): Promise<void> {
  return act(connection, id, 'start', {});
}

/** Asks a container's process to end, and kills it after ten seconds; one that has ended is no error. */
export function stopContainer(connection: Connection, id: string): Promise<void> {
  return act(connection, id, 'stop', { t: stopSeconds });
}

async function act(
  connection: Connection,
  id: string,
  verb: 'start' | 'stop',
  options: Readonly<Record<string, unknown>>,
): Promise<void> {
  const object = describeObject(checked({ kind: 'container', id }));
  await unabortable(connection, { what: `${verb} ${object}`, object }, async (abortSignal) => {
    try {
      await dial(connection, { method: 'POST', path: `/containers/${id}/${verb}?`, options, abortSignal });
    } catch (thrown) {
      // 304: it is so already.
      if (!(thrown instanceof EngineReplyError && thrown.status === 304)) {
        throw thrown;
      }
    }
  });
}

/** Gives an image one more name; an image that had that name loses it, as everywhere in Docker. */
export async function tagImage(connection: Connection, id: string, reference: string): Promise<void> {
  const object = describeObject(checked({ kind: 'image', id }));
  const { repository, tag } = parseReference(reference);
  const options = { repo: repository, tag: tag ?? 'latest' };
  await unabortable(connection, { what: `name ${object} ${reference}`, object }, async (abortSignal) => {
    await dial(connection, { method: 'POST', path: `/images/${id}/tag?`, options, abortSignal });
  });
}

/** A shell in a running container, beside what runs there. Aborting the signal closes its line, which ends it. */
export async function openShellIn(
  connection: Connection,
  id: string,
  size: TerminalSize,
  signal: AbortSignal,
): Promise<TerminalPort> {
  const object = describeObject(checked({ kind: 'container', id }));
  const trial = { what: `open a shell in ${object}`, object, signal };
  const post = (path: string, options: Readonly<Record<string, unknown>>, hijack = false) =>
    dial(connection, { method: 'POST', path, options, hijack, abortSignal: signal });
  const streams = { AttachStdin: true, AttachStdout: true, AttachStderr: true, Tty: true };
  const { Id: shellId } = await ask(connection, trial, createdReply, () =>
    post(`/containers/${id}/exec`, { _body: { ...streams, Cmd: shell } }),
  );
  const start = () => post(`/exec/${shellId}/start`, { _body: { Detach: false, Tty: true } }, true);
  const socket = (await attempt(connection, trial, start)) as Duplex;
  const resize = async ({ columns, rows }: TerminalSize) => {
    await attempt(connection, trial, () => post(`/exec/${shellId}/resize?`, { h: rows, w: columns }));
  };
  // It has ended already where its size cannot be set, and says why itself.
  await resize(size).catch(() => undefined);
  const exited = untilClosed(socket).then(async () => {
    const inspection = {
      method: 'GET',
      path: `/exec/${shellId}/json`,
      abortSignal: cleanupSignal(),
    } as const;
    const end = await ask(connection, { what: trial.what, object }, execReply, () =>
      dial(connection, inspection),
    );
    return { exitCode: end.ExitCode ?? 0 };
  });
  // Whoever awaits `exited` gets its failure; nobody has to.
  exited.catch(() => undefined);
  return terminalOf(socket, { exited, resize, kill: async () => void socket.destroy() });
}
