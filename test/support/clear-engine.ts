/** What a test run that was killed left in the tests' engine; the tests that look for leftovers would find it. */
import { openEngine } from '../../src/engine/connect.ts';
import { isOwn } from '../../src/engine/own-labels.ts';
import { testEngine } from './engine.ts';

/** Removes all containers of ours and all our networks; returns their names. For the tests' own engine alone. */
export async function clearTestEngine(): Promise<readonly string[]> {
  const { port, connection } = await openEngine((await testEngine()).endpoint);
  const { signal } = new AbortController();
  try {
    const containers = (await port.listContainers(signal)).filter(({ labels }) => isOwn(labels));
    for (const { id } of containers) {
      await connection.docker.getContainer(id).remove({ force: true, v: true });
    }
    const networks = (await port.listNetworks(signal)).filter(({ labels }) => isOwn(labels));
    for (const { id } of networks) {
      await connection.docker.getNetwork(id).remove();
    }
    return [...containers, ...networks].map(({ name }) => name);
  } finally {
    port.close();
  }
}
