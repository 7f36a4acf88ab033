import type { EngineStorage } from '../core/storage/storage-port.ts';
import { ask, type Connection, dial } from './connection.ts';
import { storageReply } from './replies.ts';

/** How an engine says that it stores things. */
export async function describeStorage(connection: Connection, signal: AbortSignal): Promise<EngineStorage> {
  const info = await ask(connection, { what: 'describe its storage', signal }, storageReply, () =>
    dial(connection, { method: 'GET', path: '/info', abortSignal: signal }),
  );
  const status = new Map(info.DriverStatus.map(([name = '', value = '']) => [name.toLowerCase(), value]));
  return {
    driver: info.Driver,
    // The only mark of containerd's image store.
    containerdStore: status.get('driver-type')?.startsWith('io.containerd.snapshotter') ?? false,
    containerdAddress: info.Containerd?.Address,
    backingFilesystem: status.get('backing filesystem') ?? '',
    dataRoot: info.DockerRootDir,
    loggingDriver: info.LoggingDriver,
    // For instance `name=rootless`.
    rootless: info.SecurityOptions.some((option) => option.split(',').includes('name=rootless')),
    throughSocket: connection.isSocket,
  };
}
