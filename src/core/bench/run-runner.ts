/** One throwaway container in which the runner executes a suite's scripts and reports. */
import { interpreterPath } from '../build/build-tree.ts';
import { LineSplitter } from '../build/lines.ts';
import { runByLine } from '../build/run-by-line.ts';
import { toBenchError } from '../errors.ts';
import type { Counting } from '../model/bench.ts';
import type { ContainerExit, ContextFile } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import { architectureTag, type Platform } from '../model/platform.ts';
import type { ContainerPort, EnginePort, MachinePort, Report } from '../ports.ts';
import { suiteFolder } from './collect-scripts.ts';
import { jobFile, jobFilePath, runnerPath } from './job-file.ts';
import type { PreparedSuite } from './prepare-suite.ts';
import type { MeasureRequest } from './request.ts';
import { type IterationReport, maxMessageBytes, parseIterationReport } from './runner-message.ts';
import type { WayOut } from './way-out.ts';

const pidsLimit = 512;

export interface RunnerDeps {
  readonly engine: Pick<EnginePort, 'withContainer'>;
  readonly machine: Pick<MachinePort, 'owner'>;
}

/** What a container needs beside the interpreter. */
export interface Equipment {
  /** The runner itself, as a program's content. */
  readonly runner: Uint8Array;
  readonly suite: PreparedSuite;
}

export interface RunnerCall {
  /** A UUID; every report bears it. */
  readonly jobId: string;
  /** Of the build to measure. */
  readonly image: string;
  readonly platform: Platform;
  readonly request: MeasureRequest;
  readonly counting: Counting;
  readonly equipment: Equipment;
  readonly way: WayOut;
  /** Puts more into the container before it starts. */
  readonly furnish?: (container: ContainerPort) => Promise<void>;
  /** Called with what comes on standard output; the same reports come by the collector, if there is one. */
  readonly onReport: (report: IterationReport) => void;
}

/** Runs the container to its end; an abort ends and removes it. */
export function runRunner(
  deps: RunnerDeps,
  call: RunnerCall,
  report: Report,
  signal: AbortSignal,
): Promise<ContainerExit> {
  const { jobId, image, platform, request, counting, way, onReport } = call;
  return deps.engine.withContainer(
    {
      name: `php-source-bench-job-${architectureTag(platform)}-${jobId}`,
      image,
      command: commandOf(call.equipment.suite),
      labels: ownLabels('bench-container', {
        [label.job]: jobId,
        [label.platform]: platform,
        [label.owner]: deps.machine.owner(),
      }),
      platform,
      network: way.network,
      workingDirectory: suiteFolder,
      memoryBytes: request.memoryLimitBytes,
      pidsLimit,
      performanceCounters: counting === 'perf',
      ...(request.cpuSet === undefined ? {} : { cpuSet: request.cpuSet }),
    },
    async (container) => {
      await container.writeFiles(filesOf(call).map(belowRoot), '/', signal);
      await call.furnish?.(container);
      const splitters = {
        stdout: new LineSplitter((line) => takeLine(line, onReport, report), maxMessageBytes),
        stderr: new LineSplitter((text) => report({ kind: 'line', text }), 4096),
      };
      return runByLine(container, splitters, signal);
    },
    signal,
  );
}

function commandOf({ interpreterArguments, scripts }: PreparedSuite): readonly string[] {
  const paths = scripts.map(({ path }) => path);
  return [runnerPath, jobFilePath, interpreterPath, ...interpreterArguments, ...paths];
}

function filesOf({ jobId, request, counting, equipment, way }: RunnerCall): readonly ContextFile[] {
  const { runner, suite } = equipment;
  const task = { ...request, counting, scripts: suite.scripts.length };
  return [
    { path: jobFilePath, content: jobFile(jobId, task, way.collector) },
    { path: runnerPath, content: runner, executable: true },
    ...suite.files,
  ];
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
