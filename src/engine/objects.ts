/** Single objects of an engine by their identifiers: looking at one, what uses it, removing it. */
import { errors } from '../core/errors.ts';
import type { ContainerLook, ContainerRow, NetworkRow, VolumeRow } from '../core/model/engine.ts';
import { isObjectId, type ObjectId, type ObjectKind, type User } from '../core/model/objects.ts';
import { ask, type Connection, checkReply, dial, unabortable, unlessMissing } from './connection.ts';
import type { Attempt } from './failures.ts';
import { inspectNetwork } from './networks.ts';
import { toContainerLook, toContainerRow, toNetworkRow, toVolumeRow } from './normalise.ts';
import { cachePruneReply, containerListReply, containerReply, volumeReply } from './replies.ts';

const words: Readonly<Record<ObjectKind, string>> = {
  container: 'container',
  image: 'image',
  volume: 'volume',
  network: 'network',
  'build-cache': 'build cache',
};

/** An object for a sentence: its kind and the start of its identifier. */
export function describeObject({ kind, id }: ObjectId): string {
  return `the ${words[kind]} ${kind === 'volume' ? id : id.replace('sha256:', '').slice(0, 12)}`;
}

/** The object, if its identifier is of Docker's form: it goes into addresses, where another could mean anything. */
export function checked(object: ObjectId): ObjectId {
  if (!isObjectId(object)) {
    throw errors.engineFailed('take the identifier of an object', "it is none of Docker's.");
  }
  return object;
}

function lookingAt(object: ObjectId, signal: AbortSignal): Attempt {
  const description = describeObject(object);
  return { what: `look at ${description}`, object: description, signal };
}

/** What the inspection of a container says; `undefined` if it is gone. */
export function lookAtContainer(
  connection: Connection,
  id: string,
  signal: AbortSignal,
): Promise<ContainerLook | undefined> {
  const object = checked({ kind: 'container', id });
  return unlessMissing(async () =>
    toContainerLook(
      await ask(connection, lookingAt(object, signal), containerReply, () =>
        connection.docker.getContainer(id).inspect({ abortSignal: signal }),
      ),
    ),
  );
}

/** A volume, whoever made it; `undefined` if it is gone. */
export function lookAtVolume(
  connection: Connection,
  name: string,
  signal: AbortSignal,
): Promise<VolumeRow | undefined> {
  const object = checked({ kind: 'volume', id: name });
  return unlessMissing(async () =>
    toVolumeRow(
      await ask(connection, lookingAt(object, signal), volumeReply, () =>
        connection.docker.getVolume(name).inspect({ abortSignal: signal }),
      ),
    ),
  );
}

/** A network; `undefined` if it is gone. */
export function lookAtNetwork(
  connection: Connection,
  id: string,
  signal: AbortSignal,
): Promise<NetworkRow | undefined> {
  checked({ kind: 'network', id });
  return unlessMissing(async () => toNetworkRow(await inspectNetwork(connection, id, signal)));
}

/** Containers in any state that use an object; none for what containers do not use. */
export async function usersOf(
  connection: Connection,
  object: ObjectId,
  signal: AbortSignal,
): Promise<readonly User[]> {
  const { id, kind } = checked(object);
  switch (kind) {
    case 'image': {
      // The engine's filter finds the containers of images that rest on this one, too.
      const rows = await listUsers(connection, object, { ancestor: [id] }, signal);
      return rows.filter(({ imageId }) => imageId === id || imageId === '');
    }
    case 'volume':
      return listUsers(connection, object, { volume: [id] }, signal);
    case 'network': {
      // The engine's filter does not find those that were never started.
      const network = await lookAtNetwork(connection, id, signal);
      const rows = await listUsers(connection, object, {}, signal);
      return rows.filter(({ networks }) => networks.includes(id) || networks.includes(network?.name ?? id));
    }
    case 'container':
    case 'build-cache':
      return [];
  }
}

async function listUsers(
  connection: Connection,
  object: ObjectId,
  filters: Readonly<Record<string, readonly string[]>>,
  signal: AbortSignal,
): Promise<readonly ContainerRow[]> {
  const what = `list what uses ${describeObject(object)}`;
  const listed = await ask(connection, { what, signal }, containerListReply, () =>
    connection.docker.listContainers({ all: true, filters: JSON.stringify(filters), abortSignal: signal }),
  );
  return listed.map(toContainerRow);
}

const removals: Readonly<
  Record<ObjectKind, (connection: Connection, id: string, signal: AbortSignal) => Promise<unknown>>
> = {
  container: (connection, id, abortSignal) =>
    connection.docker.getContainer(id).remove({ v: false, force: false, abortSignal }),
  // An engine would otherwise take the nameless parents along.
  image: (connection, id, abortSignal) =>
    connection.docker.getImage(id).remove({ noprune: true, force: false, abortSignal }),
  volume: (connection, id, abortSignal) => connection.docker.getVolume(id).remove({ abortSignal }),
  network: (connection, id, abortSignal) => connection.docker.getNetwork(id).remove({ abortSignal }),
  'build-cache': removeCacheRecord,
};

/** There is no other call for it; the filter limits it to one record, which the engine leaves if a build uses it. */
async function removeCacheRecord(
  connection: Connection,
  id: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const object = describeObject({ kind: 'build-cache', id });
  const options = { all: 'true', filters: JSON.stringify({ id: { [id]: true } }) };
  const reply = await dial(connection, { method: 'POST', path: '/build/prune?', options, abortSignal });
  const { CachesDeleted: removed } = checkReply(cachePruneReply, reply, { what: `remove ${object}` });
  if (!removed.includes(id)) {
    throw errors.engineObjectBusy(object);
  }
}

/** Removes one object without force; an abort would leave open whether it was removed, so there is none. */
export async function removeObject(connection: Connection, object: ObjectId): Promise<void> {
  const { kind, id } = checked(object);
  const description = describeObject(object);
  await unabortable(connection, { what: `remove ${description}`, object: description }, (signal) =>
    removals[kind](connection, id, signal),
  );
}
