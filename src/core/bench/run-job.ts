/** Runs a benchmark job: a clean build, a throwaway container without a way out, its timings into the history. */
import { type BuildDeps, type BuildSettings, buildTree } from '../build/build-tree.ts';
import { toBenchError } from '../errors.ts';
import type { Remark } from '../model/bench.ts';
import type {
  CollectorPort,
  EnginePort,
  MachinePort,
  Report,
  RunIntakePort,
  SuiteFilesPort,
} from '../ports.ts';
import { ensureTools } from '../recipe/ensure-tools.ts';
import { Steps } from '../steps.ts';
import { countInstructions, countingRequest } from './count-instructions.ts';
import { endRun } from './end-run.ts';
import { type EquippedBuild, equipBuild } from './equip-build.ts';
import { Intake } from './intake.ts';
import { readingOf } from './interpret.ts';
import { failureOfExecution } from './judge-execution.ts';
import { prepareSuite } from './prepare-suite.ts';
import type { BenchRequest, BenchResult, MeasureRequest } from './request.ts';
import { runRunner } from './run-runner.ts';
import type { IterationReport } from './runner-message.ts';
import { timedCounting } from './suite.ts';
import { summarise } from './summarise.ts';
import { type WayOut, withWayOut } from './way-out.ts';

export interface JobDeps extends BuildDeps {
  readonly engine: BuildDeps['engine'] & Pick<EnginePort, 'withInternalNetwork'>;
  readonly machine: MachinePort;
  readonly collector: CollectorPort;
  readonly history: RunIntakePort;
  readonly suiteFiles: SuiteFilesPort;
}

interface Job extends EquippedBuild {
  readonly request: MeasureRequest;
  readonly intake: Intake;
  /** The image with callgrind, if instructions are counted by it. */
  readonly tools: string | undefined;
}

/**
 * Builds if need be, measures, stores.
 * @throws `suite-missing`, `script-unusable`, `variant-unavailable`, the `benchmark-*` errors, those of
 * {@link buildTree}, and whatever the ports throw; what was measured before stays in the history, in a run marked
 * incomplete.
 */
export async function runJob(
  deps: JobDeps,
  settings: BuildSettings,
  request: BenchRequest,
  report: Report,
  signal: AbortSignal,
): Promise<BenchResult> {
  const startedAtMs = deps.machine.nowMs();
  const suite = await prepareSuite(deps, request, signal);
  const { treeRoot, source, preset, configureFlags, platform } = request;
  const what = { treeRoot, source, preset, configureFlags, platform, mode: 'clean' } as const;
  const build = await buildTree(deps, settings, what, report, signal);
  const tools =
    request.suite.counting === 'callgrind' ? await ensureTools(deps, build, report, signal) : undefined;
  const equipped = await equipBuild(deps, request, { build, suite }, report, signal);
  const reading = readingOf(request.suite, suite.scripts);
  const intake = new Intake(deps.history, equipped.run, reading, report);
  const job = { ...equipped, request, intake, tools };
  const remarks = await measure(deps, job, report, signal);
  const { run } = job;
  return {
    runId: run.id,
    suite: run.suite,
    variant: run.variant.name,
    status: 'complete',
    build,
    summaries: summarise([...intake.iterations, ...intake.counted]),
    iterations: intake.iterations.length,
    viaCollector: intake.viaCollector,
    remarks: remarks.map(({ text }) => text),
    durationMs: Math.max(0, deps.machine.nowMs() - startedAtMs),
  };
}

/** Runs the containers and closes the run in the history, whatever happens; the remarks on it. */
async function measure(
  deps: JobDeps,
  job: Job,
  report: Report,
  signal: AbortSignal,
): Promise<readonly Remark[]> {
  const { run, intake } = job;
  const onCollected = (message: IterationReport) => intake.take(message, 'collector');
  try {
    await withWayOut(
      deps,
      run.id,
      onCollected,
      (way) => execute(deps, job, way, report, signal),
      report,
      signal,
    );
  } catch (thrown) {
    const error = toBenchError(thrown);
    endRun(deps.machine, job, 'incomplete', error.message);
    throw error;
  }
  return endRun(deps.machine, job, 'complete');
}

/** Times the scripts, then counts their instructions if the suite asks for it. */
async function execute(
  deps: JobDeps,
  { request, run, build, equipment, intake, tools }: Job,
  way: WayOut,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const { suite, iterations } = request;
  const steps = new Steps(report, deps.machine);
  const onReport = (message: IterationReport) => intake.take(message, 'stdout');
  const { platform } = build;
  const call = { jobId: run.id, image: build.image ?? '', platform, request, equipment, way, onReport };
  const check = (failure: Error | undefined) => {
    if (failure !== undefined) {
      throw failure;
    }
  };
  steps.start(`Measuring ${suite.name} (${request.variant.name}), ${iterations} times`);
  const exit = await runRunner(deps, { ...call, counting: timedCounting(suite) }, report, signal);
  check(failureOfExecution(request, intake, iterations, exit));
  steps.done();
  if (tools !== undefined) {
    steps.start(`Counting the instructions of ${suite.name}`);
    const counted = await countInstructions(deps, tools, call, report, signal);
    check(failureOfExecution(countingRequest(request), intake, iterations, counted));
    steps.done();
  }
}
