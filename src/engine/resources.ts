/** What an engine is and holds, without the sizes that take it long to compute. */
import { release } from 'node:os';
import type {
  ClockReading,
  ContainerRow,
  EngineInfo,
  ImageLayer,
  ImageRow,
  NetworkRow,
  VolumeRow,
} from '../core/model/engine.ts';
import { platformOf } from '../core/model/platform.ts';
import { ask, type Connection, dial } from './connection.ts';
import { timeMs, toContainerRow, toImageRow, toNetworkRow, toVolumeRow } from './normalise.ts';
import { checked } from './objects.ts';
import {
  containerListReply,
  historyReply,
  imageListReply,
  infoReply,
  networkListReply,
  volumeListReply,
} from './replies.ts';

/** What the engine says of itself. */
export async function describeEngine(connection: Connection, signal: AbortSignal): Promise<EngineInfo> {
  const info = await ask(connection, { what: 'describe itself', signal }, infoReply, () =>
    dial(connection, { method: 'GET', path: '/info', abortSignal: signal }),
  );
  return {
    id: info.ID,
    name: info.Name,
    serverVersion: info.ServerVersion,
    apiVersion: connection.apiVersion,
    platform: platformOf(info.Architecture),
    operatingSystem: info.OperatingSystem,
    kernelVersion: info.KernelVersion,
    cpuCount: info.NCPU,
    memoryBytes: info.MemTotal,
    storageDriver: info.Driver,
    dataRoot: info.DockerRootDir,
    endpoint: connection.endpoint,
    // Docker Desktop shares the kernel's version in WSL, but not its networks.
    local:
      connection.isSocket &&
      process.platform === 'linux' &&
      info.KernelVersion === release() &&
      info.OperatingSystem !== 'Docker Desktop',
  };
}

/** What time the engine says that it has, between two looks at this machine's clock. */
export async function readClock(
  connection: Connection,
  signal: AbortSignal,
): Promise<ClockReading | undefined> {
  const sentAtMs = Date.now();
  const info = await ask(connection, { what: 'tell its time', signal }, infoReply, () =>
    dial(connection, { method: 'GET', path: '/info', abortSignal: signal }),
  );
  const receivedAtMs = Date.now();
  const engineMs = timeMs(info.SystemTime);
  return engineMs === undefined ? undefined : { sentAtMs, engineMs, receivedAtMs };
}

/** Images with a tag and dangling ones; the nameless steps in between, which no one can remove by themselves, on demand. */
export async function listImages(
  connection: Connection,
  steps: 'without steps' | 'with steps',
  signal: AbortSignal,
): Promise<readonly ImageRow[]> {
  const images = await ask(connection, { what: 'list its images', signal }, imageListReply, () =>
    connection.docker.listImages({
      ...(steps === 'with steps' ? { all: true } : {}),
      abortSignal: signal,
    }),
  );
  return images.map(toImageRow);
}

/** Containers in every state. */
export async function listContainers(
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly ContainerRow[]> {
  const containers = await ask(connection, { what: 'list its containers', signal }, containerListReply, () =>
    connection.docker.listContainers({ all: true, abortSignal: signal }),
  );
  return containers.map(toContainerRow);
}

export async function listVolumes(
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly VolumeRow[]> {
  const reply = await ask(connection, { what: 'list its volumes', signal }, volumeListReply, () =>
    connection.docker.listVolumes({ abortSignal: signal }),
  );
  return reply.Volumes.map(toVolumeRow);
}

export async function listNetworks(
  connection: Connection,
  signal: AbortSignal,
): Promise<readonly NetworkRow[]> {
  const networks = await ask(connection, { what: 'list its networks', signal }, networkListReply, () =>
    connection.docker.listNetworks({ abortSignal: signal }),
  );
  return networks.map(toNetworkRow);
}

/** How an image was made, the newest layer first. */
export async function imageHistory(
  connection: Connection,
  id: string,
  signal: AbortSignal,
): Promise<readonly ImageLayer[]> {
  checked({ kind: 'image', id });
  const object = `the image ${id.replace('sha256:', '').slice(0, 12)}`;
  const layers = await ask(connection, { what: `look at ${object}`, object, signal }, historyReply, () =>
    dial(connection, { method: 'GET', path: `/images/${id}/history`, abortSignal: signal }),
  );
  return layers.map(({ CreatedBy: createdBy, Size: sizeBytes }) => ({ createdBy, sizeBytes }));
}
