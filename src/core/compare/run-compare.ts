/** Measures two builds in turns, round by round, and judges them. */

import { Intake } from '../bench/intake.ts';
import { failureOfExecution } from '../bench/judge-execution.ts';
import type { JobDeps } from '../bench/run-job.ts';
import { runRunner } from '../bench/run-runner.ts';
import { endRun, startRun } from '../bench/run-start.ts';
import type { IterationReport } from '../bench/runner-message.ts';
import { checkSuite } from '../bench/suites.ts';
import { type WayOut, withWayOut } from '../bench/way-out.ts';
import { type BuildSettings, buildTree } from '../build/build-tree.ts';
import { toBenchError } from '../errors.ts';
import type { RunStart } from '../model/bench.ts';
import type { BuildResult, SourceChoice } from '../model/build.ts';
import type { Report } from '../ports.ts';
import { Steps } from '../steps.ts';
import { driftOf, judgeBuilds } from './judge-builds.ts';
import type { CompareRequest, CompareResult, CompareRole } from './request.ts';
import { randomRounds } from './schedule.ts';

export interface CompareDeps extends JobDeps {
  /** From 0 to below 1, like `Math.random`. */
  readonly random: () => number;
}

/** A build in the comparison, and what it has measured. */
interface Subject {
  readonly role: CompareRole;
  readonly build: BuildResult;
  readonly run: RunStart;
  readonly intake: Intake;
}

/**
 * Builds what has to be built, then measures the builds in rounds of random order; each is a run in the history.
 * @throws `suite-missing`, the `benchmark-*` errors, those of {@link buildTree}, and whatever the ports throw; what
 * was measured before stays in the history, in runs marked incomplete.
 */
export async function runCompare(
  deps: CompareDeps,
  settings: BuildSettings,
  request: CompareRequest,
  report: Report,
  signal: AbortSignal,
): Promise<CompareResult> {
  const subject = (role: CompareRole, source: SourceChoice) =>
    prepare(deps, settings, request, { role, source }, report, signal);
  // One after the other: builds at the same time would only slow each other down.
  const base = await subject('base', request.base);
  const candidate = await subject('candidate', request.candidate);
  const control = request.control === undefined ? undefined : await subject('control', request.control);
  const subjects = [base, candidate, ...(control === undefined ? [] : [control])];
  const startedAtMs = deps.machine.nowMs();
  await measureAll(deps, request, subjects, report, signal);
  const perRound = request.iterations;
  return {
    suite: request.suite,
    rounds: request.rounds,
    iterationsPerRound: perRound,
    builds: subjects.map(({ role, build, run }) => ({ role, build, runId: run.id })),
    ...judgeBuilds(base.intake.iterations, candidate.intake.iterations, perRound, request.suite),
    controlDrift: control === undefined ? undefined : driftOf(control.intake.iterations, perRound),
    sameBuild: base.build.key !== undefined && base.build.key === candidate.build.key,
    durationMs: Math.max(0, deps.machine.nowMs() - startedAtMs),
  };
}

async function prepare(
  deps: CompareDeps,
  settings: BuildSettings,
  request: CompareRequest,
  { role, source }: Pick<Subject, 'role'> & { readonly source: SourceChoice },
  report: Report,
  signal: AbortSignal,
): Promise<Subject> {
  const { treeRoot, suite, preset, configureFlags, platform } = request;
  await checkSuite(deps.tree, { suite, source, treeRoot }, signal);
  const what = { treeRoot, source, preset, configureFlags, platform, mode: 'clean' } as const;
  const build = await buildTree(deps, settings, what, report, signal);
  const engine = await deps.engine.describe(signal);
  const planned = { ...request, iterations: request.iterations * request.rounds };
  const run = startRun(deps.machine, planned, build, engine);
  return { role, build, run, intake: new Intake(deps.history, run, report) };
}

/** Runs all rounds and closes the runs in the history, whatever happens. */
async function measureAll(
  deps: CompareDeps,
  request: CompareRequest,
  subjects: readonly Subject[],
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const end = (status: 'complete' | 'incomplete', note: string | undefined) => {
    for (const { intake } of subjects) {
      intake.finish(endRun(deps.machine, status, note));
    }
  };
  try {
    await measureRounds(deps, request, subjects, report, signal);
  } catch (thrown) {
    const error = toBenchError(thrown);
    end('incomplete', error.message);
    throw error;
  }
  end('complete', undefined);
}

async function measureRounds(
  deps: CompareDeps,
  request: CompareRequest,
  subjects: readonly Subject[],
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const jobId = deps.machine.uuid();
  const steps = new Steps(report, deps.machine);
  // One container runs at a time, and the runner waits for the answer to each report before it ends.
  let measured: ((message: IterationReport) => void) | undefined;
  const onCollected = (message: IterationReport) => {
    measured?.(message);
    return 'stored' as const;
  };
  await withWayOut(
    deps,
    jobId,
    onCollected,
    async (way) => {
      for (const [round, order] of randomRounds(subjects, request.rounds, deps.random).entries()) {
        steps.start(`Measuring ${request.suite}, round ${round + 1} of ${request.rounds}`);
        for (const subject of order) {
          measured = (message) => subject.intake.take(inRound(message, round, request), 'collector');
          await measureOnce(deps, { request, subject, way, jobId, round }, report, signal);
        }
        steps.done();
      }
    },
    report,
    signal,
  );
}

interface Turn {
  readonly request: CompareRequest;
  readonly subject: Subject;
  readonly way: WayOut;
  readonly jobId: string;
  readonly round: number;
}

async function measureOnce(
  deps: CompareDeps,
  { request, subject, way, jobId, round }: Turn,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const { build, intake } = subject;
  const call = { jobId, image: build.image ?? '', platform: build.platform, request, way };
  const onReport = (message: IterationReport) => intake.take(inRound(message, round, request), 'stdout');
  const exit = await runRunner(deps, { ...call, onReport }, report, signal);
  const failure = failureOfExecution(request, intake, (round + 1) * request.iterations, exit);
  if (failure !== undefined) {
    throw failure;
  }
}

/** The runner counts from zero in each container; a run's iterations are counted through. */
function inRound(message: IterationReport, round: number, request: CompareRequest): IterationReport {
  const before = round * (message.warmup ? request.warmups : request.iterations);
  return { ...message, iteration: before + message.iteration };
}
