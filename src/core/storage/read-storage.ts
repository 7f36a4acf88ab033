import type { EnginePort } from '../ports.ts';
import { knownUsage } from '../resources/known-usage.ts';
import { type Lister, readLists } from '../resources/read-resources.ts';
import type { FolderPort } from './storage-port.ts';
import { type StorageReport, storageReport } from './storage-report.ts';

export interface StorageDeps {
  readonly engine: Lister & Pick<EnginePort, 'diskUsage' | 'describeStorage'>;
  readonly folders: FolderPort;
}

/** An engine may take minutes to add up its sizes. */
export type WithSizes = 'with sizes' | 'without sizes';

/** Asks an engine, and where it is on this machine the disk, where its data is. */
export async function readStorage(
  { engine, folders }: StorageDeps,
  sizes: WithSizes,
  signal: AbortSignal,
): Promise<StorageReport> {
  const [lists, storage, usage] = await Promise.all([
    readLists(engine, signal),
    engine.describeStorage(signal),
    sizes === 'with sizes' ? knownUsage(engine, signal) : undefined,
  ]);
  const isHere = lists.engine.local;
  return storageReport({
    lists,
    storage,
    usage,
    // The same path on another machine says nothing.
    look: isHere ? await folders.lookAtFolder(storage.dataRoot) : { access: 'absent', disk: undefined },
    logBytes: isHere ? await folders.logBytes(storage.dataRoot) : undefined,
  });
}
