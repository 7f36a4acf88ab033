/** A container with the tree's newest build in it, to work in at a terminal. */
import { errors } from '../errors.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { ContainerPort, EnginePort, MachinePort } from '../ports.ts';
import { containerPath } from './names.ts';
import { stateDirectory } from './send-source.ts';

/** What runs in the terminal. */
export type TerminalProgram =
  /** PHP's own interactive mode. */
  | { readonly kind: 'php-shell' }
  /** A shell in the tree's folder, with the toolchain around it. */
  | { readonly kind: 'container-shell' }
  | {
      /** A file of the tree, as the newest build has it. */
      readonly kind: 'tree-script';
      /** Below the tree's root, with `/`. */
      readonly path: string;
    }
  | {
      /** A file from elsewhere: sent as it is, to the place that it has on the host. */
      readonly kind: 'script';
      /** Absolute. */
      readonly path: string;
      readonly text: string;
    };

export type TerminalEngine = Pick<EnginePort, 'describe' | 'listVolumes' | 'listImages' | 'withContainer'>;

interface NewestBuild {
  readonly volume: string;
  readonly toolchain: string;
}

/** The tree's newest build volume whose toolchain is still there. */
async function newestBuild(
  engine: TerminalEngine,
  treeRoot: string,
  signal: AbortSignal,
): Promise<NewestBuild> {
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

function commandOf(program: TerminalProgram, tree: string): readonly string[] {
  const php = `${tree}/sapi/cli/php`;
  switch (program.kind) {
    case 'php-shell':
      return [php, '-a'];
    case 'container-shell':
      // What is done by hand may leave anything behind: the next build must not take it for up to date.
      return ['/bin/sh', '-c', `rm -f ${stateDirectory}/built; PATH="$PWD/sapi/cli:$PATH" exec /bin/bash -i`];
    case 'tree-script':
      return [php, `${tree}/${program.path}`];
    case 'script':
      return [php, containerPath(program.path)];
  }
}

/**
 * Hands a container to `use` that will run a program on the tree's newest build when its terminal is opened.
 * @throws `no-build` if the tree was never built on this engine
 */
export async function withTerminal<T>(
  engine: TerminalEngine,
  machine: Pick<MachinePort, 'owner'>,
  treeRoot: string,
  program: TerminalProgram,
  use: (container: ContainerPort) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const build = await newestBuild(engine, treeRoot, signal);
  const { platform } = await engine.describe(signal);
  const path = containerPath(treeRoot);
  return engine.withContainer(
    {
      image: build.toolchain,
      command: commandOf(program, path),
      labels: ownLabels('shell-container', { [label.tree]: treeRoot, [label.owner]: machine.owner() }),
      platform,
      network: 'default',
      workingDirectory: path,
      mounts: [{ volume: build.volume, path }],
      tty: true,
    },
    async (container) => {
      if (program.kind === 'script') {
        const name = containerPath(program.path).replace(/^\//, '');
        await container.writeFiles([{ path: name, content: program.text }], '/', signal);
      }
      return use(container);
    },
    signal,
  );
}
