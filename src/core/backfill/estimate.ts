/** How long the rest of a plan will take, from how long others took. */
import type { RunRecord } from '../model/bench.ts';
import { median } from '../stats/quantiles.ts';
import { canonicalJson } from '../text/canonical-json.ts';
import { formatDuration } from '../text/format.ts';
import { countItems, type Plan } from './plan.ts';

/** An estimate and what it is made of, all in milliseconds. */
export interface Estimate {
  readonly commits: number;
  /** `undefined` where nothing was recorded that tells. */
  readonly totalMs: number | undefined;
  /** For a build from sources; `undefined` where none was recorded. */
  readonly buildMs: number | undefined;
  readonly builds: number;
  /** For the measuring of one commit. */
  readonly measureMs: number | undefined;
  readonly runs: number;
}

/**
 * The median build and the median execution of those that were recorded, times what is left. Both are taken from
 * this and other plans with the same configuration and suite, each for its own; where no plan has measured yet, an
 * execution's time is that of the history's runs, which is too long where builds were measured in turns.
 * @param plans of any machine, this one among them
 * @param runs of the same measurement; see `runsOfMeasurement`
 */
export function estimateRest(plan: Plan, plans: readonly Plan[], runs: readonly RunRecord[]): Estimate {
  const alike = plans.filter((other) => hasSameBuilds(plan, other));
  const builds = alike.flatMap(buildTimes);
  const own = alike.filter((other) => hasSameScripts(plan, other)).flatMap(executionTimes);
  const executions = own.length > 0 ? own : runs.flatMap(executionOf);
  const buildMs = builds.length === 0 ? undefined : median(builds);
  const measureMs = executions.length === 0 ? undefined : Math.round(median(executions) * executionsOf(plan));
  const commits = countItems(plan).waiting;
  return {
    commits,
    totalMs: totalOf(commits, buildMs, measureMs),
    ...{ buildMs, builds: builds.length, measureMs, runs: executions.length },
  };
}

/** A commit's executions, the warm-ups too. */
function executionsOf({ measuring }: Plan): number {
  return measuring.iterations + measuring.warmups;
}

function totalOf(commits: number, buildMs: number | undefined, measureMs: number | undefined) {
  if (commits === 0) {
    return 0;
  }
  return buildMs === undefined && measureMs === undefined
    ? undefined
    : commits * ((buildMs ?? 0) + (measureMs ?? 0));
}

function hasSameBuilds({ machine, measuring }: Plan, other: Plan): boolean {
  const configuration = ({ preset, configureFlags, platform }: Plan['measuring']) =>
    JSON.stringify([preset, configureFlags, platform]);
  return machine.id === other.machine.id && configuration(measuring) === configuration(other.measuring);
}

function hasSameScripts({ measuring }: Plan, other: Plan): boolean {
  const identity = ({ suite, variant }: Plan['measuring']) => canonicalJson([suite, variant]);
  return identity(measuring) === identity(other.measuring);
}

function buildTimes({ items }: Plan): readonly number[] {
  return items.flatMap(({ state }) =>
    state.kind === 'measured' && state.buildMs !== undefined ? [state.buildMs] : [],
  );
}

/** One execution's share of each measurement, its container counted in. */
function executionTimes(plan: Plan): readonly number[] {
  return plan.items.flatMap(({ state }) =>
    state.kind === 'measured' ? [state.measureMs / executionsOf(plan)] : [],
  );
}

function executionOf({ startedAtMs, finishedAtMs, iterations }: RunRecord): readonly number[] {
  const durationMs = (finishedAtMs ?? startedAtMs) - startedAtMs;
  return durationMs > 0 && iterations > 0 ? [durationMs / iterations] : [];
}

/** For instance `25 commits, about 2 h 40 min (a build takes 5 min 12 s by 7 recorded ones, ...)`. */
export function estimateText(estimate: Estimate): string {
  const { commits, totalMs, buildMs, builds, measureMs, runs } = estimate;
  const what = commits === 1 ? '1 commit' : `${commits} commits`;
  if (totalMs === undefined) {
    return `${what}; how long that takes is not known, because no build and no run like these was recorded`;
  }
  const build =
    buildMs === undefined
      ? 'builds are not counted in, because none was recorded'
      : `a build takes ${formatDuration(buildMs)}, the median of ${builds}`;
  const measure =
    measureMs === undefined
      ? 'measuring is not counted in, because no run was recorded'
      : `measuring ${formatDuration(measureMs)}, by the median of ${runs} runs`;
  return commits === 0
    ? `${what} to measure`
    : `${what}, about ${longDuration(totalMs)} (${build}; ${measure})`;
}

/** For instance `12 min`, `2 h 40 min`, `3 d 4 h`. */
export function longDuration(durationMs: number): string {
  const minutes = Math.max(1, Math.round(durationMs / 60_000));
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}
