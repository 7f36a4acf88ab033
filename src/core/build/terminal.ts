/** A container with a build of the tree in it, to work in at a terminal. */
import { errors } from '../errors.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { ContainerPort, MachinePort } from '../ports.ts';
import { type BuildFinder, type FoundBuild, newestBuild, type WantedBuild } from './find-build.ts';
import { containerPath } from './names.ts';
import { commandOf, environmentOf, type TerminalProgram } from './terminal-program.ts';

export type TerminalEngine = BuildFinder;

export interface TerminalRequest {
  /** With links resolved, as builds know it. */
  readonly treeRoot: string;
  readonly program: TerminalProgram;
  /** The build to run it on, if it is there. */
  readonly wanted: WantedBuild;
  /** The image with the debuggers for that build's toolchain; `undefined` for the toolchain itself. */
  readonly tools?: string | undefined;
}

/** @throws `invalid-setting` for what both want the same memory */
function checkFit(program: TerminalProgram, build: FoundBuild): void {
  const sanitized = build.configuration.includes('-fsanitize=address');
  if ('under' in program && program.under === 'valgrind' && sanitized) {
    throw errors.invalidSetting(
      'phpSourceBench.build.preset',
      'Valgrind cannot run a build under AddressSanitizer. Choose another preset, "debug" for instance.',
    );
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
  { treeRoot, program, wanted, tools }: TerminalRequest,
  use: (container: ContainerPort, build: FoundBuild) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const build = await newestBuild(engine, treeRoot, signal, wanted);
  checkFit(program, build);
  const path = containerPath(treeRoot);
  return engine.withContainer(
    {
      image: tools ?? build.toolchain,
      command: commandOf(program, path),
      labels: ownLabels('shell-container', { [label.tree]: treeRoot, [label.owner]: machine.owner() }),
      platform: build.platform,
      network: 'default',
      workingDirectory: path,
      mounts: [{ volume: build.volume, path }],
      tty: true,
      environment: environmentOf(program),
      debugger: 'under' in program && program.under === 'gdb',
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
