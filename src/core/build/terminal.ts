/** A container with a build of the tree in it, to work in at a terminal. */
import { label, ownLabels } from '../model/labels.ts';
import type { ContainerPort, MachinePort } from '../ports.ts';
import { type BuildFinder, type FoundBuild, newestBuild, type WantedBuild } from './find-build.ts';
import { containerPath } from './names.ts';
import { stateDirectory } from './send-source.ts';

/** What runs in the terminal. */
export type TerminalProgram =
  /** PHP's own interactive mode. */
  | { readonly kind: 'php-shell' }
  /** A shell in the tree's folder, with the toolchain around it. */
  | { readonly kind: 'container-shell' }
  | {
      /** A file of the tree, as the build has it. */
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

export type TerminalEngine = BuildFinder;

export interface TerminalRequest {
  /** With links resolved, as builds know it. */
  readonly treeRoot: string;
  readonly program: TerminalProgram;
  /** The build to run it on, if it is there. */
  readonly wanted: WantedBuild;
}

/** Says what is wrong where a build left no interpreter, instead of the engine's own words for it. */
const checkedStart =
  '[ -x "$0" ] || { echo "This build left no interpreter. Build the tree again."; exit 127; }; exec "$0" "$@"';

function commandOf(program: TerminalProgram, tree: string): readonly string[] {
  const php = ['/bin/sh', '-c', checkedStart, `${tree}/sapi/cli/php`];
  switch (program.kind) {
    case 'php-shell':
      return [...php, '-a'];
    case 'container-shell':
      // What is done by hand may leave anything behind: the next build must not take it for up to date.
      return ['/bin/sh', '-c', `rm -f ${stateDirectory}/built; PATH="$PWD/sapi/cli:$PATH" exec /bin/bash -i`];
    case 'tree-script':
      return [...php, `${tree}/${program.path}`];
    case 'script':
      return [...php, containerPath(program.path)];
  }
}

/**
 * Hands a container to `use` that will run a program on a build of the tree when its terminal is opened: on the one
 * that is wanted, or on the one that was used last.
 * @throws `no-build` if the tree was never built on this engine
 */
export async function withTerminal<T>(
  engine: TerminalEngine,
  machine: Pick<MachinePort, 'owner'>,
  { treeRoot, program, wanted }: TerminalRequest,
  use: (container: ContainerPort, build: FoundBuild) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const build = await newestBuild(engine, treeRoot, signal, wanted);
  const path = containerPath(treeRoot);
  return engine.withContainer(
    {
      image: build.toolchain,
      command: commandOf(program, path),
      labels: ownLabels('shell-container', { [label.tree]: treeRoot, [label.owner]: machine.owner() }),
      platform: build.platform,
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
      return use(container, build);
    },
    signal,
  );
}
