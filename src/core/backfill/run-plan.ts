/** Measures the commits of a plan, one after the other, and writes down each as soon as it is done. */
import type { TurnPort } from '../automation/ports.ts';
import { withPrefix } from '../automation/step-prefix.ts';
import type { BenchRequest, BenchResult } from '../bench/request.ts';
import { errors, toBenchError } from '../errors.ts';
import type { CommitInfo } from '../model/tree.ts';
import type { Report } from '../ports.ts';
import { isCommitsFault } from './commit-fault.ts';
import { type Estimate, longDuration } from './estimate.ts';
import {
  countItems,
  failureOf,
  type ItemState,
  jobOf,
  measuredState,
  nextItem,
  type Plan,
  withState,
} from './plan.ts';
import { TellingOutput } from './telling-output.ts';

export interface RunPlanDeps extends TurnPort {
  readonly save: (plan: Plan) => Promise<void>;
  readonly isAskedToPause: (id: string) => Promise<boolean>;
  /** Builds and measures one commit; see `runJob`. */
  readonly measure: (request: BenchRequest, report: Report, signal: AbortSignal) => Promise<BenchResult>;
  readonly estimate: (plan: Plan) => Estimate;
}

/**
 * Goes on until nothing waits or somebody asks to pause, which takes effect between two commits. A commit that
 * cannot be measured is skipped with its reason; anything else that fails ends it, as an abort does, and leaves the
 * commit that was being measured waiting.
 * @returns the plan as it was saved last
 */
export async function runPlan(
  deps: RunPlanDeps,
  plan: Plan,
  report: Report,
  signal: AbortSignal,
): Promise<Plan> {
  let current = plan;
  await deps.save(current);
  for (let item = nextItem(current); item !== undefined; item = nextItem(current)) {
    if (await deps.isAskedToPause(plan.id)) {
      return current;
    }
    const prefix = progressText(deps, current, item.commit);
    const state = await measureCommit(deps, current, item.commit, withPrefix(report, prefix), signal);
    current = withState(current, item.commit.sha, state);
    await deps.save(current);
  }
  return current;
}

async function measureCommit(
  deps: RunPlanDeps,
  plan: Plan,
  commit: CommitInfo,
  report: Report,
  signal: AbortSignal,
): Promise<ItemState> {
  const output = new TellingOutput();
  const onWait = (pid: number) =>
    report({ kind: 'step', title: `Waiting until process ${pid} has measured its commit` });
  const listen: Report = (event) => {
    output.push(event);
    report(event);
  };
  try {
    const measure = () => deps.measure(jobOf(plan, commit), listen, signal);
    return measuredState(await deps.takeTurn(plan.machine.id, measure, onWait, signal));
  } catch (thrown) {
    const error = toBenchError(thrown);
    if (signal.aborted) {
      throw errors.cancelled(error);
    }
    if (!isCommitsFault(error.reason)) {
      throw error;
    }
    report({ kind: 'warning', text: `${commit.sha.slice(0, 10)} is skipped: ${error.message}` });
    return { kind: 'skipped', ...failureOf(error, output.lines()) };
  }
}

/** For instance `Commit 3 of 25 (1a2b3c4d5e), about 40 min left`. */
function progressText(deps: RunPlanDeps, plan: Plan, commit: CommitInfo): string {
  const { waiting, known } = countItems(plan);
  const all = plan.items.length - known;
  const { totalMs } = deps.estimate(plan);
  const left = totalMs === undefined ? '' : `, about ${longDuration(totalMs)} left`;
  return `Commit ${all - waiting + 1} of ${all} (${commit.sha.slice(0, 10)})${left}`;
}
