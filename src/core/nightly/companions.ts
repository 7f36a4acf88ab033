/**
 * What a night measures beside its commits, so that a change of the code can be told from one of the machine or of
 * the harness: a control, and the commit that was measured last before the night once more.
 */
import type { Estimate } from '../backfill/estimate.ts';
import { type Measurement, runsOfMeasurement } from '../backfill/measured.ts';
import type { ItemState, Measuring, PlanItem } from '../backfill/plan.ts';
import type { BenchRequest } from '../bench/request.ts';
import { halfDayMs } from '../change/align.ts';
import type { RunRecord, RunRole } from '../model/bench.ts';
import type { CommitInfo } from '../model/tree.ts';

export interface Companion {
  readonly role: Exclude<RunRole, 'subject'>;
  readonly commit: CommitInfo;
}

export interface CompanionItem extends Companion, PlanItem {}

/** They wait until a commit of the night was measured: without one they say nothing. */
export interface NightCompanions {
  readonly beganAtMs: number;
  readonly items: readonly CompanionItem[];
}

/** As many characters of a control's commit as name its series. */
const controlNameLength = 10;

/**
 * When the night of `nowMs` began: with the night before if its companions still stand beside what is measured now.
 * Those of an earlier night that were missed are never made up for, since what a control needs today says nothing
 * about last week.
 */
export function beginningOf(before: NightCompanions | undefined, nowMs: number): number {
  return before !== undefined && Math.abs(nowMs - before.beganAtMs) < halfDayMs ? before.beganAtMs : nowMs;
}

/** The commit of the newest run before a night; `runs` are those of what is watched. */
export function lastMeasured(runs: readonly RunRecord[], beganAtMs: number): string | undefined {
  const [newest] = runs
    .filter(({ startedAtMs, build }) => startedAtMs < beganAtMs && build.commit !== undefined)
    .toSorted((a, b) => b.startedAtMs - a.startedAtMs);
  return newest?.build.commit?.sha;
}

/** How a companion is measured: as the night's commits are, in a series of its own. */
export function companionRequest(measuring: Measuring, { role, commit }: Companion): BenchRequest {
  const { branch, ...rest } = measuring;
  return {
    ...rest,
    role,
    branch: role === 'control' ? commit.sha.slice(0, controlNameLength) : branch,
    source: { kind: 'commit', commit: commit.sha },
  };
}

/** The complete run of a companion since a night began, whether or not anybody wrote down that it ended. */
export function companionRun(
  runs: readonly RunRecord[],
  measurement: Omit<Measurement, 'role'> & Measuring,
  companion: Companion,
  beganAtMs: number,
): RunRecord | undefined {
  const { role, branch } = companionRequest(measurement, companion);
  return runsOfMeasurement(runs, { ...measurement, role, branch }).find(
    ({ startedAtMs, build }) => startedAtMs >= beganAtMs && build.commit?.sha === companion.commit.sha,
  );
}

export function nextCompanion({ items }: NightCompanions): CompanionItem | undefined {
  return items.find(({ state }) => state.kind === 'waiting');
}

export function withCompanionState(
  night: NightCompanions,
  { role }: Companion,
  state: ItemState,
): NightCompanions {
  return { ...night, items: night.items.map((item) => (item.role === role ? { ...item, state } : item)) };
}

/** With the time that those that wait will take; the builds of most are there already. */
export function withCompanions(estimate: Estimate, { items }: NightCompanions): Estimate {
  const { totalMs, measureMs, commits } = estimate;
  const count = items.filter(({ state }) => state.kind === 'waiting').length;
  return totalMs === undefined || commits === 0
    ? estimate
    : { ...estimate, totalMs: totalMs + count * (measureMs ?? 0) };
}
