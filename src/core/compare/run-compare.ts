/** Measures two builds in turns, round by round, and judges them. */
import type { BuildSettings } from '../build/build-tree.ts';
import type { SourceChoice } from '../model/build.ts';
import type { Report } from '../ports.ts';
import { driftOf, judgeBuilds } from './judge-builds.ts';
import { measureRounds, prepareSubject, type RoundsDeps } from './measure-rounds.ts';
import type { CompareRequest, CompareResult, CompareRole } from './request.ts';

/**
 * Builds what has to be built, then measures the builds in rounds of random order; each is a run in the history.
 * @throws `suite-missing`, `script-unusable`, `variant-unavailable`, the `benchmark-*` errors, those of `buildTree`,
 * and whatever the ports throw; what was measured before stays in the history, in runs marked incomplete.
 */
export async function runCompare(
  deps: RoundsDeps,
  settings: BuildSettings,
  request: CompareRequest,
  report: Report,
  signal: AbortSignal,
): Promise<CompareResult> {
  const subject = (role: CompareRole, source: SourceChoice) =>
    prepareSubject(deps, settings, request, { role, source }, report, signal);
  // One after the other: builds at the same time would only slow each other down.
  const base = await subject('base', request.base);
  const candidate = await subject('candidate', request.candidate);
  const control = request.control === undefined ? undefined : await subject('control', request.control);
  const subjects = [base, candidate, ...(control === undefined ? [] : [control])];
  const course = {
    title: (round: number) => `round ${round} of ${request.rounds}`,
    goesOn: (rounds: number) => rounds < request.rounds,
  };
  const startedAtMs = deps.machine.nowMs();
  await measureRounds(deps, request, subjects, course, report, signal);
  const perRound = request.iterations;
  return {
    suite: request.suite.name,
    variant: request.variant.name,
    rounds: request.rounds,
    iterationsPerRound: perRound,
    builds: subjects.map(({ role, build, run }) => ({ role, build, runId: run.id })),
    ...judgeBuilds(base.intake.iterations, candidate.intake.iterations, perRound, request.suite.name),
    controlDrift: control === undefined ? undefined : driftOf(control.intake.iterations, perRound),
    sameBuild: base.build.key !== undefined && base.build.key === candidate.build.key,
    durationMs: Math.max(0, deps.machine.nowMs() - startedAtMs),
  };
}
