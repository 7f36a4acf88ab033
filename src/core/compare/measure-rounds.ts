/** Measures builds in turns, round by round, each build a run in the history. */
import { endRun } from '../bench/end-run.ts';
import { type EquippedBuild, equipBuild } from '../bench/equip-build.ts';
import { Intake } from '../bench/intake.ts';
import { readingOf } from '../bench/interpret.ts';
import { failureOfExecution } from '../bench/judge-execution.ts';
import { prepareSuite } from '../bench/prepare-suite.ts';
import type { MeasureRequest } from '../bench/request.ts';
import type { JobDeps } from '../bench/run-job.ts';
import { runRunner } from '../bench/run-runner.ts';
import type { IterationReport } from '../bench/runner-message.ts';
import { timedCounting } from '../bench/suite.ts';
import { type WayOut, withWayOut } from '../bench/way-out.ts';
import { type BuildSettings, buildTree } from '../build/build-tree.ts';
import { toBenchError } from '../errors.ts';
import type { BuildConfiguration, SourceChoice } from '../model/build.ts';
import type { Report } from '../ports.ts';
import { Steps } from '../steps.ts';
import { randomOrder } from './schedule.ts';

export interface RoundsDeps extends JobDeps {
  /** From 0 to below 1, like `Math.random`. */
  readonly random: () => number;
}

/** `iterations` and `warmups` are for one round. */
export interface RoundsRequest extends MeasureRequest, BuildConfiguration {
  readonly treeRoot: string;
  /** How many rounds there are at most. */
  readonly rounds: number;
}

/** A build that is measured, and what came of it. */
export interface Subject<Role extends string> extends EquippedBuild {
  readonly role: Role;
  readonly intake: Intake;
}

/** What decides on the measuring while it goes on. */
export interface RoundsCourse<Role extends string> {
  /** For instance `round 3 of 15`. @param round from 1 */
  readonly title: (round: number) => string;
  /** Whether another round follows after so many. */
  readonly goesOn: (rounds: number) => boolean;
  /** Called before each turn of a build. */
  readonly onTurn?: (role: Role) => void;
}

/**
 * Builds a source clean, unless its image is there, and gets it ready to be measured.
 * @throws `suite-missing`, `script-unusable`, `variant-unavailable`, and those of {@link buildTree}
 */
export async function prepareSubject<Role extends string>(
  deps: RoundsDeps,
  settings: BuildSettings,
  request: RoundsRequest,
  { role, source }: { readonly role: Role; readonly source: SourceChoice },
  report: Report,
  signal: AbortSignal,
): Promise<Subject<Role>> {
  const { treeRoot, preset, configureFlags, platform } = request;
  const suite = await prepareSuite(deps, { ...request, source }, signal);
  const what = { treeRoot, source, preset, configureFlags, platform, mode: 'clean' } as const;
  const build = await buildTree(deps, settings, what, report, signal);
  const planned = { ...request, iterations: request.iterations * request.rounds };
  const equipped = await equipBuild(deps, planned, { build, suite }, report, signal);
  const reading = readingOf(request.suite, suite.scripts);
  return { ...equipped, role, intake: new Intake(deps.history, equipped.run, reading, report) };
}

/**
 * Measures rounds as long as the course goes on, and closes the runs in the history, whatever happens.
 * @throws the `benchmark-*` errors and whatever the ports throw; the runs are then marked incomplete
 */
export async function measureRounds<Role extends string>(
  deps: RoundsDeps,
  request: RoundsRequest,
  subjects: readonly Subject<Role>[],
  course: RoundsCourse<Role>,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const end = (status: 'complete' | 'incomplete', note?: string) => {
    for (const subject of subjects) {
      endRun(deps.machine, subject, status, note);
    }
  };
  try {
    await measureOnWayOut(deps, request, subjects, course, report, signal);
  } catch (thrown) {
    const error = toBenchError(thrown);
    end('incomplete', error.message);
    throw error;
  }
  end('complete');
}

async function measureOnWayOut<Role extends string>(
  deps: RoundsDeps,
  request: RoundsRequest,
  subjects: readonly Subject<Role>[],
  { title, goesOn, onTurn }: RoundsCourse<Role>,
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
      for (let round = 0; goesOn(round); round += 1) {
        steps.start(`Measuring ${request.suite.name}, ${title(round + 1)}`);
        for (const subject of randomOrder(subjects, deps.random)) {
          onTurn?.(subject.role);
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
  readonly request: RoundsRequest;
  readonly subject: Subject<string>;
  readonly way: WayOut;
  readonly jobId: string;
  readonly round: number;
}

async function measureOnce(
  deps: RoundsDeps,
  { request, subject, way, jobId, round }: Turn,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const { build, equipment, intake } = subject;
  const { image = '', platform } = build;
  const counting = timedCounting(request.suite);
  const call = { jobId, image, platform, request, counting, equipment, way };
  const onReport = (message: IterationReport) => intake.take(inRound(message, round, request), 'stdout');
  const exit = await runRunner(deps, { ...call, onReport }, report, signal);
  const failure = failureOfExecution(request, intake, (round + 1) * request.iterations, exit);
  if (failure !== undefined) {
    throw failure;
  }
}

/** The runner counts from zero in each container; a run's iterations are counted through. */
function inRound(message: IterationReport, round: number, request: RoundsRequest): IterationReport {
  const before = round * (message.warmup ? request.warmups : request.iterations);
  return { ...message, iteration: before + message.iteration };
}
