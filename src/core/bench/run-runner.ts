/** One throwaway container in which the runner executes a suite and reports. */
import { interpreterPath } from '../build/build-tree.ts';
import { LineSplitter } from '../build/lines.ts';
import { runByLine } from '../build/run-by-line.ts';
import { toBenchError } from '../errors.ts';
import type { ContainerExit, ContextFile } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import { architectureTag, type Platform } from '../model/platform.ts';
import type { EnginePort, MachinePort, Report } from '../ports.ts';
import { jobFile, jobFilePath, runnerPath } from './job-file.ts';
import type { MeasureRequest } from './request.ts';
import { type IterationReport, maxMessageBytes, parseIterationReport } from './runner-message.ts';
import type { WayOut } from './way-out.ts';

const pidsLimit = 512;

export interface RunnerDeps {
  readonly engine: Pick<EnginePort, 'withContainer'>;
  readonly machine: Pick<MachinePort, 'owner'>;
}

export interface RunnerCall {
  /** A UUID; every report bears it. */
  readonly jobId: string;
  /** Of the build to measure. */
  readonly image: string;
  readonly platform: Platform;
  /** The runner itself, as a program's content. */
  readonly runner: Uint8Array;
  readonly request: MeasureRequest;
  readonly way: WayOut;
  /** Called with what comes on standard output; the same reports come by the collector, if there is one. */
  readonly onReport: (report: IterationReport) => void;
}

/** Runs the container to its end; an abort ends and removes it. */
export function runRunner(
  deps: RunnerDeps,
  { jobId, image, platform, runner, request, way, onReport }: RunnerCall,
  report: Report,
  signal: AbortSignal,
): Promise<ContainerExit> {
  return deps.engine.withContainer(
    {
      name: `php-source-bench-job-${architectureTag(platform)}-${jobId}`,
      image,
      command: [runnerPath, jobFilePath, interpreterPath, '-n', `/opt/php/share/${request.suite}`],
      labels: ownLabels('bench-container', {
        [label.job]: jobId,
        [label.platform]: platform,
        [label.owner]: deps.machine.owner(),
      }),
      platform,
      network: way.network,
      memoryBytes: request.memoryLimitBytes,
      pidsLimit,
      ...(request.cpuSet === undefined ? {} : { cpuSet: request.cpuSet }),
    },
    async (container) => {
      const content = jobFile(jobId, request, way.collector);
      const files = [
        { path: jobFilePath, content },
        { path: runnerPath, content: runner, executable: true },
      ];
      await container.writeFiles(files.map(belowRoot), '/', signal);
      const splitters = {
        stdout: new LineSplitter((line) => takeLine(line, onReport, report), maxMessageBytes),
        stderr: new LineSplitter((text) => report({ kind: 'line', text }), 4096),
      };
      return runByLine(container, splitters, signal);
    },
    signal,
  );
}

/** The folders that a path names are made with the file, where an image lacks them. */
function belowRoot(file: ContextFile): ContextFile {
  return { ...file, path: file.path.slice(1) };
}

function takeLine(line: string, onReport: (report: IterationReport) => void, report: Report): void {
  try {
    onReport(parseIterationReport(line, 'the runner'));
  } catch (error) {
    report({ kind: 'warning', text: toBenchError(error).message });
  }
}
