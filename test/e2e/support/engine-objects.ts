/** What the extension leaves in the tests' engine, asked of the engine itself. */
import { label } from '../../../src/core/model/labels.ts';
import type { EnginePort } from '../../../src/core/ports.ts';
import { connectEngine } from '../../../src/engine/connect.ts';
import { isOwn } from '../../../src/engine/own-labels.ts';
import { testEngine } from '../../support/engine.ts';
import { eventually } from './eventually.ts';
import { usualLimitMs } from './limits.ts';

const signal = new AbortController().signal;

async function withEngine<T>(use: (engine: EnginePort) => Promise<T>): Promise<T> {
  const engine = await connectEngine((await testEngine()).endpoint);
  try {
    return await use(engine);
  } finally {
    engine.close();
  }
}

/** Names of the extension's containers and networks; there should be none when nothing runs. */
export function leftovers(): Promise<readonly string[]> {
  return withEngine(async (engine) => {
    const containers = await engine.listContainers(signal);
    const networks = await engine.listNetworks(signal);
    return [...containers, ...networks].filter(({ labels }) => isOwn(labels)).map(({ name }) => name);
  });
}

/** Identifiers of the containers that wait for a next build. */
export function waitingContainers(): Promise<readonly string[]> {
  return withEngine(async (engine) =>
    (await engine.listContainers(signal))
      .filter(({ name }) => name.includes('-waiting-'))
      .map(({ id }) => id),
  );
}

/** Waits until none is left: a container ends a moment after its terminal. */
export function noLeftovers(): Promise<readonly string[]> {
  return eventually('the container to be gone', async () => {
    const names = await leftovers();
    return names.length === 0 ? names : undefined;
  });
}

/** Waits until the extension has exactly so many running containers of this kind. */
export async function waitForContainers(kind: string, count: number): Promise<void> {
  await eventually(`${count} running containers of the kind "${kind}"`, () =>
    withEngine(async (engine) => {
      const containers = await engine.listContainers(signal);
      const running = containers.filter(
        ({ labels, state }) => labels[label.kind] === kind && state === 'running',
      );
      return running.length === count ? true : undefined;
    }),
  );
}

/** Removes a tree's volumes with these flags for configure. */
export function removeBuilds(treeRoot: string, configuration: string): Promise<void> {
  return withEngine(async (engine) => {
    for (const { name, labels } of await engine.listVolumes(signal)) {
      if (labels[label.tree] === treeRoot && labels[label.configuration] === configuration) {
        await engine.removeVolume(name, signal);
      }
    }
  });
}

/** Waits until the extension has a running container of this kind; returns its name. */
export function waitForContainer(kind: string, limitMs = usualLimitMs): Promise<string> {
  return eventually(
    `a running container of the kind "${kind}"`,
    () =>
      withEngine(async (engine) => {
        const containers = await engine.listContainers(signal);
        return containers.find(({ labels, state }) => labels[label.kind] === kind && state === 'running')
          ?.name;
      }),
    { limitMs },
  );
}

/** What the engine holds for a tree: its toolchains, its build images and its volumes, by name. */
export function objectsOf(treeRoot: string) {
  return withEngine(async (engine) => {
    const images = (await engine.listImages(signal)).filter(({ labels }) => isOwn(labels));
    const volumes = (await engine.listVolumes(signal)).filter(({ labels }) => isOwn(labels));
    const ofKind = (kind: string) => images.filter(({ labels }) => labels[label.kind] === kind);
    return {
      toolchains: ofKind('toolchain').flatMap(({ references }) => references),
      builds: ofKind('build')
        .filter(({ labels }) => labels[label.tree] === treeRoot)
        .flatMap(({ references }) => references),
      volumes: volumes.filter(({ labels }) => labels[label.tree] === treeRoot).map(({ name }) => name),
    };
  });
}
