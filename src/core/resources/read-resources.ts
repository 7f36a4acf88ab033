import type { EnginePort } from '../ports.ts';
import { classify } from './classify.ts';
import type { ResourceSnapshot } from './snapshot.ts';

type Lister = Pick<
  EnginePort,
  'describe' | 'listImages' | 'listContainers' | 'listVolumes' | 'listNetworks' | 'diskUsage'
>;

/** Reads all that an engine holds: rows through `onRows` as soon as they are known, then the same with sizes. */
export async function readResources(
  engine: Lister,
  onRows: (rows: ResourceSnapshot) => void,
  signal: AbortSignal,
): Promise<ResourceSnapshot> {
  const [info, images, containers, volumes, networks] = await Promise.all([
    engine.describe(signal),
    engine.listImages(signal),
    engine.listContainers(signal),
    engine.listVolumes(signal),
    engine.listNetworks(signal),
  ]);
  const lists = { engine: info, images, containers, volumes, networks };
  onRows(classify(lists, undefined));
  return classify(lists, await engine.diskUsage(signal));
}
