/** Backfills: plans of past commits to measure, and their runs. */
import type { CommitLinePort, StateStore, TurnPort } from '../automation/ports.ts';
import type { BenchRequest, BenchResult } from '../bench/request.ts';
import { type BenchError, errors } from '../errors.ts';
import type { RunRecord } from '../model/bench.ts';
import type { Platform } from '../model/platform.ts';
import type { HistoryPort, MachinePort, Report, TreePort } from '../ports.ts';
import { type Estimate, estimateRest } from './estimate.ts';
import { runsByCommit, runsOfMeasurement } from './measured.ts';
import { countItems, type Measuring, markKnown, type Plan, type PlanMachine, retrySkipped } from './plan.ts';
import { runPlan } from './run-plan.ts';
import { type Step, selectCommits } from './select-commits.ts';

/** Where measurements would be made now. */
export interface MeasuringTarget {
  readonly machine: PlanMachine;
  readonly platform: Platform;
}

export interface BackfillDeps extends TurnPort {
  readonly plans: StateStore<Plan>;
  readonly lines: Pick<CommitLinePort, 'listLine'>;
  readonly tree: Pick<TreePort, 'resolveRoot'>;
  readonly machine: Pick<MachinePort, 'uuid' | 'nowMs'>;
  readonly history: () => Promise<Pick<HistoryPort, 'listRuns'>>;
  /** @param platform as in a build's configuration */
  readonly target: (platform: Platform | undefined, signal: AbortSignal) => Promise<MeasuringTarget>;
  readonly measure: (request: BenchRequest, report: Report, signal: AbortSignal) => Promise<BenchResult>;
}

export interface BackfillRequest {
  readonly measuring: Measuring;
  readonly from: string | undefined;
  readonly sinceMs: number | undefined;
  readonly to: string;
  readonly step: Step;
}

/** A plan and how long the rest of it will take. */
export interface PlannedBackfill {
  readonly plan: Plan;
  readonly estimate: Estimate;
}

/**
 * - `running`: a process works on it; `pausing`: and will stop after the commit that it measures
 * - `paused`: commits wait and nobody works on it, whatever ended that; `done`: none waits
 */
export type BackfillStatus = 'running' | 'pausing' | 'paused' | 'done';

export type ListedBackfill =
  | {
      readonly id: string;
      readonly plan: Plan;
      readonly status: BackfillStatus;
      readonly pid: number | undefined;
      readonly error?: undefined;
    }
  | { readonly id: string; readonly plan?: undefined; readonly error: BenchError };

/** The longest line that is looked at, and the longest plan that is made of it. */
const maxLine = 100_000;
const maxPlanned = 5000;
const maxRuns = 100_000;

/** The backfills of this person on this machine. */
export class Backfills {
  readonly #deps: BackfillDeps;

  constructor(deps: BackfillDeps) {
    this.#deps = deps;
  }

  /**
   * Plans without beginning: which commits, what of them is measured already, how long the rest will take.
   * @throws `commit-missing`, `commits-unfit`, and what the engine and the history throw
   */
  async plan(request: BackfillRequest, signal: AbortSignal): Promise<PlannedBackfill> {
    const { from, sinceMs, to, step } = request;
    const treeRoot = await this.#deps.tree.resolveRoot(request.measuring.treeRoot);
    const measuring = { ...request.measuring, treeRoot };
    const range = { from, sinceMs, to, limit: maxLine };
    const line = await this.#deps.lines.listLine(treeRoot, range, signal);
    const commits = selectCommits(line, step);
    if (commits.length > maxPlanned) {
      throw errors.commitsUnfit(
        `That would be ${commits.length} commits, and a backfill takes at most ${maxPlanned}. Choose a shorter range or a larger step.`,
      );
    }
    const { machine } = await this.#deps.target(measuring.platform, signal);
    const plan: Plan = {
      id: this.#deps.machine.uuid().slice(0, 8),
      createdAtMs: this.#deps.machine.nowMs(),
      range: rangeText(request),
      ...{ step, measuring, machine },
      items: commits.map((commit) => ({ commit, state: { kind: 'waiting' } })),
    };
    const recorded = await this.#recordedFor(plan, signal);
    const marked = markKnown(plan, runsByCommit(recorded.runs));
    return { plan: marked, estimate: estimateOf(marked, recorded) };
  }

  /** Begins a plan and works on it to its end, or until it is paused; see {@link runPlan}. */
  start(plan: Plan, report: Report, signal: AbortSignal): Promise<PlannedBackfill> {
    return this.#deps.plans.hold(plan.id, () => this.#run(plan, report, signal));
  }

  /**
   * Goes on with a plan after a pause, a crash or a restart.
   * @param retry whether what was skipped is tried again
   * @throws `state-missing`, `already-running`, `other-machine`, and what {@link runPlan} throws
   */
  resume(id: string, retry: boolean, report: Report, signal: AbortSignal): Promise<PlannedBackfill> {
    return this.#deps.plans.hold(id, async () => {
      const plan = await this.#deps.plans.read(id);
      return this.#run(retry ? retrySkipped(plan) : plan, report, signal);
    });
  }

  /** Asks for a stop after the commit that is being measured; says whether anybody is there to hear it. */
  async pause(id: string): Promise<boolean> {
    await this.#deps.plans.read(id);
    if ((await this.#deps.plans.holder(id)) === undefined) {
      return false;
    }
    await this.#deps.plans.askToPause(id);
    return true;
  }

  /** The newest first. */
  async list(): Promise<readonly ListedBackfill[]> {
    const stored = await this.#deps.plans.list();
    const listed = await Promise.all(
      stored.map(
        async ({ id, state, error }): Promise<ListedBackfill> =>
          state === undefined ? { id, error } : { id, plan: state, ...(await this.#statusOf(state)) },
      ),
    );
    const age = ({ plan }: ListedBackfill) => plan?.createdAtMs ?? 0;
    return [...listed].sort((a, b) => age(b) - age(a));
  }

  /** One plan, and how long the rest of it will take. @throws `state-missing` */
  async show(id: string, signal: AbortSignal): Promise<PlannedBackfill> {
    const plan = await this.#deps.plans.read(id);
    return { plan, estimate: estimateOf(plan, await this.#recordedFor(plan, signal)) };
  }

  async #statusOf(
    plan: Plan,
  ): Promise<{ readonly status: BackfillStatus; readonly pid: number | undefined }> {
    const pid = await this.#deps.plans.holder(plan.id);
    if (pid !== undefined) {
      return { status: (await this.#deps.plans.isAskedToPause(plan.id)) ? 'pausing' : 'running', pid };
    }
    return { status: countItems(plan).waiting === 0 ? 'done' : 'paused', pid };
  }

  async #run(plan: Plan, report: Report, signal: AbortSignal): Promise<PlannedBackfill> {
    const { plans, measure } = this.#deps;
    await plans.forgetPause(plan.id);
    const { machine } = await this.#deps.target(plan.measuring.platform, signal);
    if (machine.id !== plan.machine.id) {
      throw errors.otherMachine(plan.machine.name, machine.name);
    }
    const recorded = await this.#recordedFor(plan, signal);
    const estimate = (changed: Plan) => estimateOf(changed, recorded);
    const ended = await runPlan(
      {
        ...{ measure, estimate, takeTurn: this.#deps.takeTurn },
        save: (changed) => plans.write(changed),
        isAskedToPause: (id) => plans.isAskedToPause(id),
      },
      markKnown(plan, runsByCommit(recorded.runs)),
      report,
      signal,
    );
    await plans.forgetPause(plan.id);
    return { plan: ended, estimate: estimate(ended) };
  }

  async #recordedFor({ id, measuring, machine }: Plan, signal: AbortSignal): Promise<Recorded> {
    const { platform } = await this.#deps.target(measuring.platform, signal);
    const runs = (await this.#deps.history()).listRuns(maxRuns);
    const stored = await this.#deps.plans.list();
    return {
      runs: runsOfMeasurement(runs, { ...measuring, platform, machineId: machine.id }),
      others: stored.flatMap((other) => (other.state === undefined || other.id === id ? [] : [other.state])),
    };
  }
}

/** What tells how long a plan will take, and what of it is measured already. */
interface Recorded {
  /** Runs of the same measurement. */
  readonly runs: readonly RunRecord[];
  readonly others: readonly Plan[];
}

function estimateOf(plan: Plan, { runs, others }: Recorded): Estimate {
  return estimateRest(plan, [plan, ...others], runs);
}

/** For instance `PHP-8.4.0..master`, `master since 2026-08-01`. */
function rangeText({ from, sinceMs, to }: BackfillRequest): string {
  const since = sinceMs === undefined ? '' : ` since ${new Date(sinceMs).toISOString().slice(0, 10)}`;
  return `${from === undefined ? to : `${from}..${to}`}${since}`;
}
