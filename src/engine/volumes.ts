/** Volumes that the extension makes. Those of others are neither used nor removed, whatever their name. */
import { errors } from '../core/errors.ts';
import type { VolumeRow, VolumeSpec } from '../core/model/engine.ts';
import { ask, attempt, type Connection, unlessMissing, type WireOptions } from './connection.ts';
import { toVolumeRow } from './normalise.ts';
import { isOwn, requireOwn } from './own-labels.ts';
import { volumeReply } from './replies.ts';

function checkName(name: string): void {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,200}$/.test(name)) {
    throw new TypeError(`"${name}" is no volume name`);
  }
}

/** The volume of that name, or `undefined`; one of somebody else is `engine-failed`. */
async function findOwnVolume(
  connection: Connection,
  name: string,
  verb: string,
  signal: AbortSignal,
): Promise<VolumeRow | undefined> {
  checkName(name);
  const object = `the volume ${name}`;
  const trial = { what: `${verb} ${object}`, object, signal };
  return unlessMissing(async () => {
    const reply = await ask(connection, trial, volumeReply, () =>
      connection.docker.getVolume(name).inspect({ abortSignal: signal }),
    );
    const volume = toVolumeRow(reply);
    if (!isOwn(volume.labels)) {
      throw errors.engineFailed(trial.what, 'it was not made by PHP Source Bench. Rename or remove it.');
    }
    return volume;
  });
}

/** Creates the volume unless it exists; says which. */
export async function ensureVolume(
  connection: Connection,
  spec: VolumeSpec,
  signal: AbortSignal,
): Promise<{ readonly created: boolean }> {
  if ((await findOwnVolume(connection, spec.name, 'use', signal)) !== undefined) {
    return { created: false };
  }
  const object = `the volume ${spec.name}`;
  const options: WireOptions = {
    abortSignal: signal,
    _body: { Name: spec.name, Labels: requireOwn(spec.labels) },
  };
  await attempt(connection, { what: `make ${object}`, object, signal }, () =>
    connection.docker.createVolume(options),
  );
  return { created: true };
}

/** Removes the volume; one that does not exist is no error, one in use is `engine-object-busy`. */
export async function removeVolume(connection: Connection, name: string, signal: AbortSignal): Promise<void> {
  if ((await findOwnVolume(connection, name, 'remove', signal)) === undefined) {
    return;
  }
  const object = `the volume ${name}`;
  await unlessMissing(() =>
    attempt(connection, { what: `remove ${object}`, object, signal }, () =>
      connection.docker.getVolume(name).remove({ abortSignal: signal }),
    ),
  );
}
