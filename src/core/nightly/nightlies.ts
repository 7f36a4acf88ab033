/** Nightly benchmarks: run, scheduled, shown. */
import type { CommitLinePort, StateStore, TurnPort } from '../automation/ports.ts';
import type { MeasuringTarget } from '../backfill/backfill.ts';
import { estimateRest } from '../backfill/estimate.ts';
import { runsByCommit, runsOfMeasurement } from '../backfill/measured.ts';
import { markKnown, type Plan, type PlanItem } from '../backfill/plan.ts';
import { type RunPlanDeps, runPlan } from '../backfill/run-plan.ts';
import { selectCommits, startOfDayBefore } from '../backfill/select-commits.ts';
import { isBenchError, toBenchError } from '../errors.ts';
import type { Platform } from '../model/platform.ts';
import type { CommitInfo } from '../model/tree.ts';
import type { HistoryPort, MachinePort, Report, TreePort } from '../ports.ts';
import { Steps } from '../steps.ts';
import { canonicalJson } from '../text/canonical-json.ts';
import { measuringOf, type NightlyRequest, type NightlyState, nightlyId, nightlyTitle } from './nightly.ts';

export interface NightlyDeps extends TurnPort, Pick<RunPlanDeps, 'measure'> {
  readonly nightlies: StateStore<NightlyState>;
  readonly lines: CommitLinePort;
  readonly tree: Pick<TreePort, 'resolveRoot'>;
  readonly machine: Pick<MachinePort, 'nowMs' | 'sha256'>;
  readonly history: () => Promise<Pick<HistoryPort, 'listRuns'>>;
  /** @param platform as in a build's configuration */
  readonly target: (platform: Platform | undefined, signal: AbortSignal) => Promise<MeasuringTarget>;
}

const maxLine = 100_000;
const maxRuns = 100_000;

/** The nightly benchmarks of this person on this machine. */
export class Nightlies {
  readonly #deps: NightlyDeps;

  constructor(deps: NightlyDeps) {
    this.#deps = deps;
  }

  /** The request with its tree's path as everyone writes it, and the id that goes with that. */
  async identify(
    request: NightlyRequest,
  ): Promise<{ readonly id: string; readonly request: NightlyRequest }> {
    const treeRoot = await this.#deps.tree.resolveRoot(request.measuring.treeRoot);
    const resolved = { ...request, measuring: { ...request.measuring, treeRoot } };
    return { id: nightlyId(resolved, this.#deps.machine.sha256), request: resolved };
  }

  /**
   * Measures the last commit of each of the last days, today's so far among them, that is not measured yet, the
   * newest first; a commit that was skipped once is not tried again. Writes down how it ended.
   * @throws `already-running` while another process does the same; what fetching, the engine and the history throw
   */
  async run(wanted: NightlyRequest, report: Report, signal: AbortSignal): Promise<Plan> {
    const { id, request } = await this.identify(wanted);
    const { nightlies, machine } = this.#deps;
    return nightlies.hold(id, async () => {
      const startedAtMs = machine.nowMs();
      let state = await this.#stateOf(id, request);
      const save = async (change: Partial<NightlyState>) => {
        state = { ...state, ...change };
        await nightlies.write(state);
      };
      try {
        const plan = await this.#measure(state, (changed) => save({ plan: changed }), report, signal);
        await save({ lastRun: { startedAtMs, finishedAtMs: machine.nowMs(), error: undefined } });
        return plan;
      } catch (thrown) {
        const { reason, message } = toBenchError(thrown);
        await save({ lastRun: { startedAtMs, finishedAtMs: machine.nowMs(), error: { reason, message } } });
        throw thrown;
      }
    });
  }

  /** What is remembered of it; nothing but the request at first. @throws `state-too-new`, `state-unreadable` */
  async #stateOf(id: string, request: NightlyRequest): Promise<NightlyState> {
    try {
      return { ...(await this.#deps.nightlies.read(id)), request };
    } catch (error) {
      if (!isBenchError(error, 'state-missing')) {
        throw error;
      }
      return { id, request, plan: undefined, lastRun: undefined, schedule: undefined };
    }
  }

  async #measure(
    { id, request, plan: before }: NightlyState,
    save: (plan: Plan) => Promise<void>,
    report: Report,
    signal: AbortSignal,
  ): Promise<Plan> {
    const measuring = measuringOf(request);
    const commits = await this.#commitsOf(request, report, signal);
    const { machine, platform } = await this.#deps.target(measuring.platform, signal);
    const plan: Plan = {
      ...{ id, measuring, machine, range: nightlyTitle(request), step: { kind: 'daily' } },
      createdAtMs: this.#deps.machine.nowMs(),
      items: commits.map((commit) => ({ commit, state: stateBefore(commit, measuring, before) })),
    };
    const wanted = { ...measuring, platform, machineId: machine.id };
    const runs = runsOfMeasurement((await this.#deps.history()).listRuns(maxRuns), wanted);
    const { measure, takeTurn } = this.#deps;
    const recorded = before === undefined ? [] : [before];
    return runPlan(
      {
        ...{ measure, takeTurn, save },
        isAskedToPause: async () => false,
        estimate: (changed) => estimateRest(changed, [changed, ...recorded], runs),
      },
      markKnown(plan, runsByCommit(runs)),
      report,
      signal,
    );
  }

  async #commitsOf(
    { measuring, branch, remote, days }: NightlyRequest,
    report: Report,
    signal: AbortSignal,
  ): Promise<readonly CommitInfo[]> {
    const { lines, machine } = this.#deps;
    const steps = new Steps(report, machine);
    let to = branch;
    if (remote !== undefined) {
      steps.start(`Fetching ${branch} from ${remote}`);
      to = await lines.fetchBranch(measuring.treeRoot, { remote, name: branch }, signal);
      steps.done();
    }
    const sinceMs = startOfDayBefore(machine.nowMs(), days - 1);
    const range = { from: undefined, sinceMs, to, limit: maxLine };
    return selectCommits(await lines.listLine(measuring.treeRoot, range, signal), { kind: 'daily' });
  }
}

/** What could not be measured the last time is not tried again; all else is asked of the history. */
function stateBefore(
  commit: CommitInfo,
  measuring: Plan['measuring'],
  before: Plan | undefined,
): PlanItem['state'] {
  const item = before?.items.find(({ commit: { sha } }) => sha === commit.sha);
  const isSame = canonicalJson(before?.measuring) === canonicalJson(measuring);
  return isSame && item?.state.kind === 'skipped' ? item.state : { kind: 'waiting' };
}
