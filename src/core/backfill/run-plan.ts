/** Measures the commits of a plan, one after the other, and writes down each as soon as it is done. */
import { inTurn } from '../automation/in-turn.ts';
import type { TurnPort } from '../automation/ports.ts';
import { withPrefix } from '../automation/step-prefix.ts';
import type { CommitInfo } from '../model/tree.ts';
import type { Report } from '../ports.ts';
import { type Estimate, longDuration } from './estimate.ts';
import { type Measure, measureCommit } from './measure-commit.ts';
import { countItems, jobOf, nextItem, type Plan, type PlanItem, withState } from './plan.ts';

export interface RunPlanDeps extends TurnPort {
  readonly save: (plan: Plan) => Promise<void>;
  readonly isAskedToPause: (id: string) => Promise<boolean>;
  readonly measure: Measure;
  readonly estimate: (plan: Plan) => Estimate;
  /** What is done in the turn of each commit that was measured, once that is written down. */
  readonly afterMeasured?: (() => Promise<void>) | undefined;
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
    const titled = withPrefix(report, progressText(deps, current, item.commit));
    current = await runItem(deps, current, item, titled, signal);
  }
  return current;
}

function runItem(
  deps: RunPlanDeps,
  plan: Plan,
  { commit }: PlanItem,
  report: Report,
  signal: AbortSignal,
): Promise<Plan> {
  const work = async () => {
    const state = await measureCommit(deps.measure, jobOf(plan, commit), commit.sha, report, signal);
    const changed = withState(plan, commit.sha, state);
    await deps.save(changed);
    if (state.kind === 'measured') {
      await deps.afterMeasured?.();
    }
    return changed;
  };
  return inTurn(deps, plan.machine.id, work, report, signal);
}

/** For instance `Commit 3 of 25 (1a2b3c4d5e), about 40 min left`. */
function progressText(deps: RunPlanDeps, plan: Plan, commit: CommitInfo): string {
  const { waiting, known } = countItems(plan);
  const all = plan.items.length - known;
  const { totalMs } = deps.estimate(plan);
  const left = totalMs === undefined ? '' : `, about ${longDuration(totalMs)} left`;
  return `Commit ${all - waiting + 1} of ${all} (${commit.sha.slice(0, 10)})${left}`;
}
