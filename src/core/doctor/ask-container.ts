/** Questions to a throwaway container, answered in lines. */
import { LineSplitter } from '../build/lines.ts';
import { runByLine } from '../build/run-by-line.ts';
import type { ContextFile } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import type { Platform } from '../model/platform.ts';
import type { EnginePort, MachinePort } from '../ports.ts';

export interface AskDeps {
  readonly engine: Pick<EnginePort, 'withContainer'>;
  readonly machine: Pick<MachinePort, 'owner'>;
}

export interface ContainerQuestion {
  readonly image: string;
  readonly platform: Platform;
  /** `none`, or `default` for the engine's usual network. */
  readonly network: string;
  /** For the shell of the image, with its arguments. */
  readonly script: string;
  readonly arguments: readonly string[];
  /** Put into `/tmp` before. */
  readonly files: readonly ContextFile[];
}

const maxLineLength = 1000;
const maxLines = 200;

/** The lines on standard output; what the script ends with does not matter. Rejects as `withContainer` does. */
export async function askContainer(
  { engine, machine }: AskDeps,
  question: ContainerQuestion,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { image, platform, network, script, files } = question;
  const labels = ownLabels('preflight-container', {
    [label.platform]: platform,
    [label.owner]: machine.owner(),
  });
  const lines: string[] = [];
  const keep = (line: string) => {
    if (lines.length < maxLines) {
      lines.push(line);
    }
  };
  await engine.withContainer(
    {
      ...{ image, platform, labels, network },
      command: ['/bin/sh', '-c', script, 'check', ...question.arguments],
      environment: { LC_ALL: 'C' },
    },
    async (container) => {
      if (files.length > 0) {
        await container.writeFiles(files, '/tmp', signal);
      }
      const splitters = {
        stdout: new LineSplitter(keep, maxLineLength),
        stderr: new LineSplitter(() => {}, maxLineLength),
      };
      await runByLine(container, splitters, signal);
    },
    signal,
  );
  return lines;
}
