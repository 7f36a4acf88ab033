/** Runs a benchmark job: a clean build, a throwaway container without a way out, its timings into the history. */
import { type BuildDeps, type BuildSettings, buildTree } from '../build/build-tree.ts';
import { type BenchError, errors, toBenchError } from '../errors.ts';
import type { RunStart } from '../model/bench.ts';
import type { ContainerExit } from '../model/engine.ts';
import type { CollectorPort, EnginePort, HistoryPort, MachinePort, Report } from '../ports.ts';
import { readRunner } from '../recipe/ensure-runner.ts';
import { Steps } from '../steps.ts';
import { Intake } from './intake.ts';
import { failureOf } from './interpret.ts';
import type { BenchRequest, BenchResult } from './request.ts';
import { runRunner } from './run-runner.ts';
import { startRun } from './run-start.ts';
import { knownSuites } from './suites.ts';
import { summarise } from './summarise.ts';
import { withWayOut } from './way-out.ts';

export interface JobDeps extends BuildDeps {
  readonly engine: BuildDeps['engine'] & Pick<EnginePort, 'withInternalNetwork'>;
  readonly machine: MachinePort;
  readonly collector: CollectorPort;
  readonly history: HistoryPort;
}

interface Job {
  readonly request: BenchRequest;
  readonly run: RunStart;
  readonly image: string;
  readonly runner: Uint8Array;
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
  const runner = await readRunner(deps, build, report, signal);
  const engine = await deps.engine.describe(signal);
  const run = startRun(deps.machine, request, build, engine);
  const intake = new Intake(deps.history, run, report);
  const steps = new Steps(report, deps.machine);
  steps.start(`Measuring ${request.suite}, ${request.iterations} times`);
  await measure(deps, { request, run, image, runner, intake }, report, signal);
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

/** Runs the container and closes the run in the history, whatever happens. */
async function measure(deps: JobDeps, job: Job, report: Report, signal: AbortSignal): Promise<void> {
  try {
    const exit = await runContainer(deps, job, report, signal);
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

function runContainer(
  deps: JobDeps,
  { request, run, image, runner, intake }: Job,
  report: Report,
  signal: AbortSignal,
): Promise<ContainerExit> {
  const call = { jobId: run.id, image, platform: run.build.platform, runner, request };
  return withWayOut(
    deps,
    run.id,
    (message) => intake.take(message, 'collector'),
    (way) =>
      runRunner(
        deps,
        { ...call, way, onReport: (message) => intake.take(message, 'stdout') },
        report,
        signal,
      ),
    report,
    signal,
  );
}
