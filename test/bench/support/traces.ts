/** Removes what rows make in the engine, also what a run that was killed has left. */
import { type Labels, label } from '../../../src/core/model/labels.ts';
import type { OpenEngine } from '../../../src/engine/connect.ts';

/** On what the rows make themselves; what the product makes for them is known by its tree. */
export const benchLabel = 'psb-bench';

const atOnce = 4;

/** Removes all that carries the label. */
export function removeOwnTraces(engine: OpenEngine): Promise<void> {
  return remove(engine, (labels) => labels[benchLabel] !== undefined);
}

/** Removes what the product made of trees below `directory` (absolute). */
export function removeTreeTraces(engine: OpenEngine, directory: string): Promise<void> {
  return remove(engine, (labels) => labels[label.tree]?.startsWith(`${directory}/`) === true);
}

async function remove(
  { connection, port }: OpenEngine,
  isChosen: (labels: Labels) => boolean,
): Promise<void> {
  // What is under way is given up, but not the removal of what it has left.
  const signal = new AbortController().signal;
  const { docker } = connection;
  const isTrace = ({ labels }: { readonly labels: Labels }) => isChosen(labels);
  const containers = (await port.listContainers(signal)).filter(isTrace);
  await each(containers, ({ id }) => docker.getContainer(id).remove({ force: true, v: true }));
  const volumes = (await port.listVolumes(signal)).filter(isTrace);
  await each(volumes, ({ name }) => docker.getVolume(name).remove());
  const images = (await port.listImages(signal)).filter(isTrace);
  await each(images, ({ id }) => docker.getImage(id).remove({ force: true }));
}

/** Calls `work` for each item, a few at once. */
export async function each<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}
