import type { EnginePort } from '../ports.ts';
import { classify, type ResourceLists } from './classify.ts';
import type { ResourceSnapshot } from './snapshot.ts';

/** What lists all that an engine holds. */
export type Lister = Pick<
  EnginePort,
  'describe' | 'listImages' | 'listContainers' | 'listVolumes' | 'listNetworks'
>;

/** All lists of an engine, side by side. */
export async function readLists(engine: Lister, signal: AbortSignal): Promise<ResourceLists> {
  const [info, images, containers, volumes, networks] = await Promise.all([
    engine.describe(signal),
    engine.listImages(signal),
    engine.listContainers(signal),
    engine.listVolumes(signal),
    engine.listNetworks(signal),
  ]);
  return { engine: info, images, containers, volumes, networks };
}

/** Reads all that an engine holds: rows through `onRows` as soon as they are known, then the same with sizes. */
export async function readResources(
  engine: Lister & Pick<EnginePort, 'diskUsage'>,
  onRows: (rows: ResourceSnapshot) => void,
  signal: AbortSignal,
): Promise<ResourceSnapshot> {
  const lists = await readLists(engine, signal);
  onRows(classify(lists, undefined));
  return classify(lists, await engine.diskUsage(signal));
}
