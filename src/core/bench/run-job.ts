/** Runs a benchmark job: a clean build, a throwaway container without a way out, its timings into the history. */
import { type BuildDeps, type BuildSettings, buildTree } from '../build/build-tree.ts';
import { toBenchError } from '../errors.ts';
import type { RunStart } from '../model/bench.ts';
import type { ContainerExit } from '../model/engine.ts';
import type { CollectorPort, EnginePort, MachinePort, Report, RunIntakePort } from '../ports.ts';
import { Steps } from '../steps.ts';
import { Intake } from './intake.ts';
import { failureOfExecution } from './judge-execution.ts';
import type { BenchRequest, BenchResult } from './request.ts';
import { runRunner } from './run-runner.ts';
import { endRun, startRun } from './run-start.ts';
import { checkSuite } from './suites.ts';
import { summarise } from './summarise.ts';
import { withWayOut } from './way-out.ts';

export interface JobDeps extends BuildDeps {
  readonly engine: BuildDeps['engine'] & Pick<EnginePort, 'withInternalNetwork'>;
  readonly machine: MachinePort;
  readonly collector: CollectorPort;
  readonly history: RunIntakePort;
}

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
  await checkSuite(deps.tree, request, signal);
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
  const run = startRun(deps.machine, request, build, engine);
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

/** Runs the container and closes the run in the history, whatever happens. */
async function measure(deps: JobDeps, job: Job, report: Report, signal: AbortSignal): Promise<void> {
  try {
    const exit = await runContainer(deps, job, report, signal);
    const failure = failureOfExecution(job.request, job.intake, job.run.plannedIterations, exit);
    if (failure !== undefined) {
      throw failure;
    }
    job.intake.finish(endRun(deps.machine, 'complete'));
  } catch (thrown) {
    const error = toBenchError(thrown);
    job.intake.finish(endRun(deps.machine, 'incomplete', error.message));
    throw error;
  }
}

function runContainer(
  deps: JobDeps,
  { request, run, image, intake }: Job,
  report: Report,
  signal: AbortSignal,
): Promise<ContainerExit> {
  const call = { jobId: run.id, image, platform: run.build.platform, request };
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
