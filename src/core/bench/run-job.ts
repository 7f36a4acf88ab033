/** Runs a benchmark job: a clean build, a throwaway container without a way out, its timings into the history. */
import { type BuildDeps, type BuildSettings, buildTree, interpreterPath } from '../build/build-tree.ts';
import { LineSplitter } from '../build/lines.ts';
import { runByLine } from '../build/run-by-line.ts';
import { type BenchError, errors, isBenchError, toBenchError } from '../errors.ts';
import type { MachineFacts, RunStart } from '../model/bench.ts';
import type { BuildResult } from '../model/build.ts';
import type { ContainerExit, EngineInfo, InternalNetwork } from '../model/engine.ts';
import { label, ownLabels } from '../model/labels.ts';
import { architectureTag } from '../model/platform.ts';
import type {
  CollectorAddress,
  CollectorPort,
  EnginePort,
  HistoryPort,
  MachinePort,
  Report,
} from '../ports.ts';
import { Steps } from '../steps.ts';
import { Intake } from './intake.ts';
import { failureOf } from './interpret.ts';
import { jobFile, jobFilePath } from './job-file.ts';
import type { BenchRequest, BenchResult } from './request.ts';
import { maxMessageBytes, parseIterationReport } from './runner-message.ts';
import { knownSuites } from './suites.ts';
import { summarise } from './summarise.ts';

export interface JobDeps extends BuildDeps {
  readonly engine: BuildDeps['engine'] & Pick<EnginePort, 'withInternalNetwork'>;
  readonly machine: MachinePort;
  readonly collector: CollectorPort;
  readonly history: HistoryPort;
}

const pidsLimit = 512;

interface Job {
  readonly request: BenchRequest;
  readonly run: RunStart;
  readonly image: string;
  readonly intake: Intake;
}

/**
 * Builds if need be, measures, stores.
 * @throws `suite-missing`, the `benchmark-*` errors, those of {@link buildTree}, and whatever the ports throw; what
 * was measured before stays in the history, in a run marked incomplete.
 */
export async function runJob(
  deps: JobDeps,
  settings: BuildSettings,
  request: BenchRequest,
  report: Report,
  signal: AbortSignal,
): Promise<BenchResult> {
  const startedAtMs = deps.machine.nowMs();
  await checkSuite(deps, request, signal);
  const { treeRoot, source, preset, configureFlags, platform } = request;
  const build = await buildTree(
    deps,
    settings,
    { treeRoot, source, preset, configureFlags, platform, mode: 'clean' },
    report,
    signal,
  );
  const image = build.image ?? '';
  const engine = await deps.engine.describe(signal);
  const run = startRun(deps, request, build, engine);
  const intake = new Intake(deps.history, run, report);
  const steps = new Steps(report, deps.machine);
  steps.start(`Measuring ${request.suite}, ${request.iterations} times`);
  await measure(deps, { request, run, image, intake }, report, signal);
  steps.done();
  return {
    runId: run.id,
    status: 'complete',
    build,
    summaries: summarise(intake.iterations),
    iterations: intake.iterations.length,
    viaCollector: intake.viaCollector,
    durationMs: Math.max(0, deps.machine.nowMs() - startedAtMs),
  };
}

async function checkSuite(deps: JobDeps, request: BenchRequest, signal: AbortSignal): Promise<void> {
  if (!knownSuites.includes(request.suite)) {
    throw errors.suiteMissing(request.suite);
  }
  if (request.source.kind === 'work-tree') {
    const tree = await deps.tree.readTree(request.treeRoot, signal);
    if (!tree.benchmarkScripts.includes(request.suite)) {
      throw errors.suiteMissing(request.suite);
    }
  }
}

function machineFacts(deps: JobDeps, engine: EngineInfo): MachineFacts {
  const cpuModel = engine.local ? deps.machine.cpuModel() : `unknown (${engine.platform})`;
  const hardware = JSON.stringify([engine.name, cpuModel, engine.cpuCount, engine.platform]);
  return {
    id: deps.machine.sha256(hardware).slice(0, 16),
    name: engine.name,
    cpuModel,
    cpuCount: engine.cpuCount,
    memoryBytes: engine.memoryBytes,
    operatingSystem: engine.operatingSystem,
    kernelVersion: engine.kernelVersion,
    engineVersion: engine.serverVersion,
  };
}

function startRun(deps: JobDeps, request: BenchRequest, build: BuildResult, engine: EngineInfo): RunStart {
  return {
    id: deps.machine.uuid(),
    build: {
      key: build.key ?? '',
      phpVersion: build.phpVersion,
      sourceId: build.source.id ?? '',
      commit: build.source.commit,
      dirty: build.source.dirty,
      platform: build.platform,
      toolchainKey: build.toolchainKey,
      configureFlags: build.configureFlags,
    },
    machine: machineFacts(deps, engine),
    suite: request.suite,
    variant: 'default',
    startedAtMs: deps.machine.nowMs(),
    plannedIterations: request.iterations,
    environment: {
      image: build.image ?? '',
      toolchain: build.toolchainImage,
      loadBefore: deps.machine.load(),
      warmups: request.warmups,
      memoryLimitBytes: request.memoryLimitBytes,
      cpuSet: request.cpuSet ?? 'all',
      emulated: build.platform !== engine.platform,
      engine: engine.serverVersion,
      kernel: engine.kernelVersion,
    },
  };
}

/** Runs the container and closes the run in the history, whatever happens. */
async function measure(deps: JobDeps, job: Job, report: Report, signal: AbortSignal): Promise<void> {
  try {
    const exit = await runWithCollector(deps, job, report, signal);
    const failure = judge(job, exit);
    if (failure !== undefined) {
      throw failure;
    }
    job.intake.finish('complete', undefined, deps.machine.nowMs());
  } catch (thrown) {
    const error = toBenchError(thrown);
    job.intake.finish('incomplete', error.message, deps.machine.nowMs());
    throw error;
  }
}

function judge({ request, run, intake }: Job, exit: ContainerExit): BenchError | undefined {
  const { last } = intake;
  const failure = last === undefined ? undefined : failureOf(last, request);
  if (failure !== undefined || intake.failure !== undefined) {
    return failure ?? intake.failure;
  }
  if (exit.outOfMemory) {
    return errors.benchmarkOutOfMemory(request.suite);
  }
  if (exit.exitCode !== 0) {
    return errors.benchmarkFailed(request.suite, `its container ended with exit code ${exit.exitCode}`);
  }
  return intake.iterations.length === run.plannedIterations
    ? undefined
    : errors.benchmarkSilent(request.suite);
}

/**
 * The container's only network is one without a way out, at whose other end the collector listens. Where the
 * engine runs on another machine, or in a virtual one, nothing can listen there: the container then gets no network
 * at all, and the same reports come over the engine's own stream of its standard output.
 */
function runWithCollector(
  deps: JobDeps,
  job: Job,
  report: Report,
  signal: AbortSignal,
): Promise<ContainerExit> {
  const { id } = job.run;
  return deps.engine.withInternalNetwork(
    {
      name: `php-source-bench-job-${id}`,
      labels: ownLabels('bench-network', { [label.job]: id, [label.owner]: deps.machine.owner() }),
    },
    async (network) => {
      if (network.gatewayAddress !== undefined) {
        try {
          return await collectOn(deps, job, network, network.gatewayAddress, report, signal);
        } catch (error) {
          if (!isBenchError(error, 'collector-failed')) {
            throw error;
          }
          report({ kind: 'line', text: `${error.message} Timings come over standard output instead.` });
        }
      }
      return runContainer(deps, job, 'none', undefined, report, signal);
    },
    signal,
  );
}

function collectOn(
  deps: JobDeps,
  job: Job,
  network: InternalNetwork,
  bindAddress: string,
  report: Report,
  signal: AbortSignal,
): Promise<ContainerExit> {
  return deps.collector.collect(
    { id: job.run.id, bindAddress, onReport: (message) => job.intake.take(message, 'collector') },
    (address) => runContainer(deps, job, network.name, address, report, signal),
    signal,
  );
}

function runContainer(
  deps: JobDeps,
  { request, run, image, intake }: Job,
  network: string,
  collector: CollectorAddress | undefined,
  report: Report,
  signal: AbortSignal,
): Promise<ContainerExit> {
  const runner = `${jobFilePath.directory}/runner`;
  const conf = `${jobFilePath.directory}/${jobFilePath.name}`;
  return deps.engine.withContainer(
    {
      name: `php-source-bench-job-${architectureTag(run.build.platform)}-${run.id}`,
      image,
      command: [runner, conf, interpreterPath, '-n', `/opt/php/share/${request.suite}`],
      labels: ownLabels('bench-container', {
        [label.job]: run.id,
        [label.platform]: run.build.platform,
        [label.owner]: deps.machine.owner(),
      }),
      platform: run.build.platform,
      network,
      memoryBytes: request.memoryLimitBytes,
      pidsLimit,
      ...(request.cpuSet === undefined ? {} : { cpuSet: request.cpuSet }),
    },
    async (container) => {
      const content = jobFile(run.id, request, collector);
      await container.writeFiles([{ path: jobFilePath.name, content }], jobFilePath.directory, signal);
      const splitters = {
        stdout: new LineSplitter((line) => takeLine(intake, line, report), maxMessageBytes),
        stderr: new LineSplitter((text) => report({ kind: 'line', text }), 4096),
      };
      return runByLine(container, splitters, signal);
    },
    signal,
  );
}

function takeLine(intake: Intake, line: string, report: Report): void {
  try {
    intake.take(parseIterationReport(line, 'the runner'), 'stdout');
  } catch (error) {
    report({ kind: 'warning', text: toBenchError(error).message });
  }
}
