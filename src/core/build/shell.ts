/** A container with the tree's newest build in it, to play with. */
import { errors } from '../errors.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { ContainerPort, EnginePort, MachinePort } from '../ports.ts';
import { containerPath } from './names.ts';

export type ShellEngine = Pick<EnginePort, 'describe' | 'listVolumes' | 'listImages' | 'withContainer'>;

interface NewestBuild {
  readonly volume: string;
  readonly toolchain: string;
}

/** The tree's newest build volume whose toolchain is still there. */
async function newestBuild(engine: ShellEngine, treeRoot: string, signal: AbortSignal): Promise<NewestBuild> {
  const [volumes, images] = await Promise.all([engine.listVolumes(signal), engine.listImages(signal)]);
  const own = volumes
    .filter(({ labels }) => labels[label.kind] === 'build-volume' && labels[label.tree] === treeRoot)
    .sort((a, b) => (b.createdAtMs ?? 0) - (a.createdAtMs ?? 0));
  for (const volume of own) {
    const toolchain = images.find(
      ({ labels }) =>
        labels[label.kind] === 'toolchain' && labels[label.recipe] === volume.labels[label.recipe],
    );
    if (toolchain !== undefined) {
      return { volume: volume.name, toolchain: toolchain.references[0] ?? toolchain.id };
    }
  }
  throw errors.noBuild(treeRoot);
}

/**
 * Hands a container to `use` that will run the tree's newest interpreter interactively when its terminal is opened.
 * @throws `no-build` if the tree was never built on this engine
 */
export async function withPhpShell<T>(
  engine: ShellEngine,
  machine: Pick<MachinePort, 'owner'>,
  treeRoot: string,
  use: (container: ContainerPort) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const build = await newestBuild(engine, treeRoot, signal);
  const { platform } = await engine.describe(signal);
  const path = containerPath(treeRoot);
  return engine.withContainer(
    {
      image: build.toolchain,
      command: [`${path}/sapi/cli/php`, '-a'],
      labels: ownLabels('shell-container', { [label.tree]: treeRoot, [label.owner]: machine.owner() }),
      platform,
      network: 'default',
      workingDirectory: path,
      mounts: [{ volume: build.volume, path }],
      tty: true,
    },
    use,
    signal,
  );
}
