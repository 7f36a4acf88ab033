/** Networks without a way out, which live as long as a callback. */

import type { InferOutput } from 'valibot';
import type { InternalNetwork, NetworkSpec } from '../core/model/engine.ts';
import {
  ask,
  type Connection,
  checkReply,
  dial,
  throwIfCancelled,
  unabortable,
  type WireOptions,
  withRemoval,
} from './connection.ts';
import { EngineReplyError } from './failures.ts';
import { requireOwn } from './own-labels.ts';
import { createdReply, networkReply } from './replies.ts';

type NetworkOptions = Parameters<Connection['docker']['createNetwork']>[0];

/** Everything that the engine says of a network. */
export async function inspectNetwork(
  connection: Connection,
  id: string,
  signal: AbortSignal,
): Promise<InferOutput<typeof networkReply>> {
  const object = `the network ${id.slice(0, 12)}`;
  return ask(connection, { what: `look at ${object}`, object, signal }, networkReply, () =>
    dial(connection, { method: 'GET', path: `/networks/${id}`, abortSignal: signal }),
  );
}

async function createNetwork(connection: Connection, spec: NetworkSpec): Promise<string> {
  const object = `the network ${spec.name}`;
  const trial = { what: `make ${object}`, object };
  const options = (signal: AbortSignal): NetworkOptions & WireOptions => ({
    Name: spec.name,
    abortSignal: signal,
    _query: {},
    _body: {
      Name: spec.name,
      // Engines before 25 otherwise make a second network of the same name.
      CheckDuplicate: true,
      Driver: 'bridge',
      Internal: true,
      Labels: requireOwn(spec.labels),
    },
  });
  return unabortable(connection, trial, async (signal) => {
    const created = await connection.docker.createNetwork(options(signal));
    return checkReply(createdReply, { Id: created.id }, trial).Id;
  });
}

/** Takes whatever is still connected off the network; with `Force` even what is half gone. */
async function disconnectAll(connection: Connection, id: string, signal: AbortSignal): Promise<void> {
  const { Containers: containers } = await inspectNetwork(connection, id, signal);
  for (const container of Object.keys(containers)) {
    const options: WireOptions = { abortSignal: signal, _body: { Container: container, Force: true } };
    await connection.docker.getNetwork(id).disconnect(options);
  }
}

/** Removes a network that this program made; one that is gone already is no error. */
export async function removeOwnNetwork(connection: Connection, id: string): Promise<void> {
  const object = `the network ${id.slice(0, 12)}`;
  await unabortable(connection, { what: `remove ${object}`, object }, async (signal) => {
    const network = connection.docker.getNetwork(id);
    try {
      await network.remove({ abortSignal: signal });
    } catch (thrown) {
      if (!(thrown instanceof EngineReplyError)) {
        throw thrown;
      }
      if (/active endpoints/i.test(thrown.message)) {
        await disconnectAll(connection, id, signal);
        await network.remove({ abortSignal: signal });
      } else if (thrown.status !== 404) {
        throw thrown;
      }
    }
  });
}

/** Creates a network without a way out, hands it to `use`, and removes it afterwards whatever happened. */
export async function withInternalNetwork<T>(
  connection: Connection,
  spec: NetworkSpec,
  use: (network: InternalNetwork) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  throwIfCancelled(signal);
  const id = await createNetwork(connection, spec);
  return withRemoval(
    async () => {
      throwIfCancelled(signal);
      const network = await inspectNetwork(connection, id, signal);
      const gateways = (network.IPAM?.Config ?? []).map((config) => config.Gateway).filter((it) => it !== '');
      const gatewayAddress = gateways.find((address) => address.includes('.')) ?? gateways[0];
      // Some engines write the gateway with the network's prefix length.
      return use({ name: network.Name, gatewayAddress: gatewayAddress?.split('/')[0] });
    },
    () => removeOwnNetwork(connection, id),
  );
}
