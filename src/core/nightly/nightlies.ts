/** Nightly benchmarks: run, scheduled, shown. */
import { inTurn } from '../automation/in-turn.ts';
import type { CommitLinePort, StateStore, TurnPort } from '../automation/ports.ts';
import type { MeasuringTarget } from '../backfill/backfill.ts';
import { estimateRest } from '../backfill/estimate.ts';
import { type Measurement, runsByCommit, runsOfMeasurement } from '../backfill/measured.ts';
import { type Measuring, markKnown, type Plan, type PlanItem } from '../backfill/plan.ts';
import { type RunPlanDeps, runPlan } from '../backfill/run-plan.ts';
import { selectCommits, startOfDayBefore } from '../backfill/select-commits.ts';
import { isBenchError, toBenchError } from '../errors.ts';
import type { RunRecord } from '../model/bench.ts';
import type { Platform } from '../model/platform.ts';
import type { CommitInfo } from '../model/tree.ts';
import type { HistoryPort, MachinePort, Report, TreePort } from '../ports.ts';
import { Steps } from '../steps.ts';
import { canonicalJson } from '../text/canonical-json.ts';
import { type CompanionItem, type NightCompanions, nextCompanion, withCompanions } from './companions.ts';
import { measureCompanions } from './measure-companions.ts';
import { measuringOf, type NightlyRequest, type NightlyState, nightlyId, nightlyTitle } from './nightly.ts';
import { planCompanions } from './plan-companions.ts';
import { suggestControl } from './suggest-control.ts';

export interface NightlyDeps extends TurnPort, Pick<RunPlanDeps, 'measure'> {
  readonly nightlies: StateStore<NightlyState>;
  readonly lines: CommitLinePort;
  readonly tree: Pick<TreePort, 'readCommitFile' | 'resolveCommit' | 'resolveRoot'>;
  readonly machine: Pick<MachinePort, 'nowMs' | 'sha256'>;
  readonly history: () => Promise<Pick<HistoryPort, 'listRuns'>>;
  /** @param platform as in a build's configuration */
  readonly target: (platform: Platform | undefined, signal: AbortSignal) => Promise<MeasuringTarget>;
}

/** What a night came to. */
export interface Night {
  readonly plan: Plan;
  /** What was measured beside its commits. */
  readonly companions: readonly CompanionItem[];
}

interface PlannedNight {
  readonly plan: Plan;
  readonly companions: NightCompanions;
  /** Runs of what is watched. */
  readonly runs: readonly RunRecord[];
  /** The plan of the night before. */
  readonly before: Plan | undefined;
}

const maxLine = 100_000;
const maxRuns = 100_000;

/** The nightly benchmarks of this person on this machine. */
export class Nightlies {
  readonly #deps: NightlyDeps;

  constructor(deps: NightlyDeps) {
    this.#deps = deps;
  }

  /**
   * The request with its tree's path as everyone writes it and its control's hash, so that it stays the same commit
   * whatever becomes of a tag; and the id that goes with that.
   * @throws `commit-missing` for a control that the tree does not have
   */
  async identify(
    request: NightlyRequest,
    signal: AbortSignal,
  ): Promise<{ readonly id: string; readonly request: NightlyRequest }> {
    const { tree, machine } = this.#deps;
    const treeRoot = await tree.resolveRoot(request.measuring.treeRoot);
    const control =
      request.control === undefined
        ? undefined
        : (await tree.resolveCommit(treeRoot, request.control, signal)).info.sha;
    const resolved = { ...request, control, measuring: { ...request.measuring, treeRoot } };
    return { id: nightlyId(resolved, machine.sha256), request: resolved };
  }

  /**
   * Measures the last commit of each of the last days, today's so far among them, that is not measured yet, the
   * newest first; a commit that was skipped once is not tried again. After the first of them, in the same turn, it
   * measures the night's companions. Writes down how it ended.
   * @throws `already-running` while another process does the same; what fetching, the engine and the history throw
   */
  async run(wanted: NightlyRequest, report: Report, signal: AbortSignal): Promise<Night> {
    const { id, request } = await this.identify(wanted, signal);
    const { nightlies, machine } = this.#deps;
    return nightlies.hold(id, async () => {
      const startedAtMs = machine.nowMs();
      let state = await this.#stateOf(id, request);
      const save = async (change: Partial<NightlyState>) => {
        state = { ...state, ...change };
        await nightlies.write(state);
      };
      try {
        const night = await this.#measure(state, save, report, signal);
        await save({ lastRun: { startedAtMs, finishedAtMs: machine.nowMs(), error: undefined } });
        return night;
      } catch (thrown) {
        const { reason, message } = toBenchError(thrown);
        await save({ lastRun: { startedAtMs, finishedAtMs: machine.nowMs(), error: { reason, message } } });
        throw thrown;
      }
    });
  }

  /** A control for a branch of a tree, or of a remote as it was fetched last; `undefined` where there is none. */
  suggestControl(
    treeRoot: string,
    { branch, remote }: Pick<NightlyRequest, 'branch' | 'remote'>,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const fetched = remote === undefined ? branch : `refs/remotes/${remote}/${branch}`;
    return suggestControl(this.#deps, treeRoot, fetched, signal);
  }

  /** What is remembered of it; nothing but the request at first. @throws `state-too-new`, `state-unreadable` */
  async #stateOf(id: string, request: NightlyRequest): Promise<NightlyState> {
    try {
      return { ...(await this.#deps.nightlies.read(id)), request };
    } catch (error) {
      if (!isBenchError(error, 'state-missing')) {
        throw error;
      }
      return { id, request, plan: undefined, companions: undefined, lastRun: undefined, schedule: undefined };
    }
  }

  async #measure(
    state: NightlyState,
    save: (change: Partial<NightlyState>) => Promise<void>,
    report: Report,
    signal: AbortSignal,
  ): Promise<Night> {
    const { request, plan: before } = state;
    const measuring = measuringOf(request);
    const commits = await this.#commitsOf(request, report, signal);
    const { machine, platform } = await this.#deps.target(measuring.platform, signal);
    const measurement = { ...measuring, platform, machineId: machine.id };
    const all = (await this.#deps.history()).listRuns(maxRuns);
    const runs = runsOfMeasurement(all, measurement);
    const companions = await this.#companionsOf(state, measurement, all, signal);
    const planned: Plan = {
      ...{ id: state.id, measuring, machine, range: nightlyTitle(request), step: { kind: 'daily' } },
      createdAtMs: this.#deps.machine.nowMs(),
      items: commits.map((commit) => ({ commit, state: stateBefore(commit, measuring, before) })),
    };
    const plan = markKnown(planned, runsByCommit(runs));
    await save({ plan, companions });
    return this.#work({ plan, companions, runs, before }, save, report, signal);
  }

  /** Measures the companions that a stop in this night has left waiting, and then the plan's commits with the others. */
  async #work(
    { plan, companions, runs, before }: PlannedNight,
    save: (change: Partial<NightlyState>) => Promise<void>,
    report: Report,
    signal: AbortSignal,
  ): Promise<Night> {
    const { measure, takeTurn } = this.#deps;
    const recorded = before === undefined ? [] : [before];
    let beside = companions;
    const deps = { measure, save: (changed: NightCompanions) => save({ companions: changed }) };
    const afterMeasured = async () => {
      beside = await measureCompanions(deps, plan.measuring, beside, report, signal);
    };
    const isBesideSomething = runs.some(({ startedAtMs }) => startedAtMs >= companions.beganAtMs);
    if (isBesideSomething && nextCompanion(companions) !== undefined) {
      await inTurn({ takeTurn }, plan.machine.id, afterMeasured, report, signal);
    }
    const ended = await runPlan(
      {
        ...{ measure, takeTurn, afterMeasured, save: (changed) => save({ plan: changed }) },
        isAskedToPause: async () => false,
        estimate: (changed) => withCompanions(estimateRest(changed, [changed, ...recorded], runs), beside),
      },
      plan,
      report,
      signal,
    );
    return { plan: ended, companions: beside.items.filter(({ state }) => state.kind !== 'waiting') };
  }

  #companionsOf(
    { request, plan, companions }: NightlyState,
    measurement: Measurement & Measuring,
    runs: readonly RunRecord[],
    signal: AbortSignal,
  ): Promise<NightCompanions> {
    const { tree, machine } = this.#deps;
    const before = isSameMeasuring(plan, measuringOf(request)) ? companions : undefined;
    const planning = { request, measurement, runs, before, nowMs: machine.nowMs() };
    return planCompanions(tree, planning, signal);
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
function stateBefore(commit: CommitInfo, measuring: Measuring, before: Plan | undefined): PlanItem['state'] {
  const item = before?.items.find(({ commit: { sha } }) => sha === commit.sha);
  return isSameMeasuring(before, measuring) && item?.state.kind === 'skipped'
    ? item.state
    : { kind: 'waiting' };
}

function isSameMeasuring(before: Plan | undefined, measuring: Measuring): boolean {
  return canonicalJson(before?.measuring) === canonicalJson(measuring);
}
