/** Bisections: begun, resumed, listed. */
import type { CommitLinePort, StateStore, TurnPort } from '../automation/ports.ts';
import type { MeasuringTarget } from '../backfill/backfill.ts';
import type { Measuring } from '../backfill/plan.ts';
import type { NumberName } from '../compare/judge-builds.ts';
import { type BenchError, errors } from '../errors.ts';
import type { Platform } from '../model/platform.ts';
import type { CommitInfo } from '../model/tree.ts';
import type { MachinePort, Report, TreePort } from '../ports.ts';
import { type Bisection, isFinal } from './bisection.ts';
import type { MeasureInTurns } from './measure-turns.ts';
import { runBisection } from './run-bisection.ts';

export interface BisectDeps extends TurnPort {
  readonly bisections: StateStore<Bisection>;
  readonly lines: Pick<CommitLinePort, 'listLine'>;
  readonly tree: Pick<TreePort, 'listCommits' | 'resolveRoot'>;
  readonly machine: Pick<MachinePort, 'uuid' | 'nowMs'>;
  /** @param platform as in a build's configuration */
  readonly target: (platform: Platform | undefined, signal: AbortSignal) => Promise<MeasuringTarget>;
  readonly measureInTurns: (signal: AbortSignal) => Promise<MeasureInTurns>;
}

export interface BisectRequest {
  /** `iterations` and `warmups` are for a round. */
  readonly measuring: Measuring;
  /** A commit-ish from before the change, and one from after it that it leads to by first parents. */
  readonly from: string;
  readonly to: string;
  /** `undefined` for the number that stands for the whole suite. */
  readonly wanted: NumberName | undefined;
  readonly maxRounds: number;
}

export type ListedBisection =
  | {
      readonly id: string;
      readonly bisection: Bisection;
      /** The process that works on it. */
      readonly pid: number | undefined;
      readonly error?: undefined;
    }
  | { readonly id: string; readonly bisection?: undefined; readonly error: BenchError };

const maxLine = 100_000;
const maxMerged = 50;

/** The bisections of this person on this machine. */
export class Bisections {
  readonly #deps: BisectDeps;

  constructor(deps: BisectDeps) {
    this.#deps = deps;
  }

  /**
   * Searches from nothing.
   * @param onBegin told its id, by which it can be resumed
   * @throws `commit-missing`, `commits-unfit`, and what `runBisection` throws
   */
  async start(
    { measuring: asked, from, to, wanted, maxRounds }: BisectRequest,
    onBegin: (id: string) => void,
    report: Report,
    signal: AbortSignal,
  ): Promise<Bisection> {
    const treeRoot = await this.#deps.tree.resolveRoot(asked.treeRoot);
    const measuring = { ...asked, treeRoot };
    const range = { from, sinceMs: undefined, to, limit: maxLine };
    const line = await this.#deps.lines.listLine(treeRoot, range, signal);
    if (line.length < 2) {
      throw errors.commitsUnfit(`${from} and ${to} are the same commit. Choose two.`);
    }
    const { machine } = await this.#deps.target(measuring.platform, signal);
    const bisection: Bisection = {
      id: this.#deps.machine.uuid().slice(0, 8),
      createdAtMs: this.#deps.machine.nowMs(),
      ...{ measuring, machine, wanted, maxRounds },
      line: [...line].reverse(),
      ...{ ends: undefined, steps: [], confirmation: undefined, outcome: undefined },
    };
    onBegin(bisection.id);
    return this.#deps.bisections.hold(bisection.id, () => this.#run(bisection, report, signal));
  }

  /**
   * Goes on after a crash, a cancellation, or an outcome that more rounds may change.
   * @param maxRounds `undefined` for as many as before
   * @throws `state-missing`, `already-running`, `other-machine`, and what `runBisection` throws
   */
  resume(id: string, maxRounds: number | undefined, report: Report, signal: AbortSignal): Promise<Bisection> {
    const { bisections } = this.#deps;
    return bisections.hold(id, async () => {
      const bisection = await bisections.read(id);
      return isFinal(bisection)
        ? bisection
        : this.#run({ ...bisection, maxRounds: maxRounds ?? bisection.maxRounds }, report, signal);
    });
  }

  /** The newest first. */
  async list(): Promise<readonly ListedBisection[]> {
    const stored = await this.#deps.bisections.list();
    const listed = await Promise.all(
      stored.map(
        async ({ id, state, error }): Promise<ListedBisection> =>
          state === undefined
            ? { id, error }
            : { id, bisection: state, pid: await this.#deps.bisections.holder(id) },
      ),
    );
    const age = ({ bisection }: ListedBisection) => bisection?.createdAtMs ?? 0;
    return [...listed].sort((a, b) => age(b) - age(a));
  }

  /** @throws `state-missing` */
  show(id: string): Promise<Bisection> {
    return this.#deps.bisections.read(id);
  }

  async #run(bisection: Bisection, report: Report, signal: AbortSignal): Promise<Bisection> {
    const { measuring } = bisection;
    const { machine } = await this.#deps.target(measuring.platform, signal);
    if (machine.id !== bisection.machine.id) {
      throw errors.otherMachine(bisection.machine.name, machine.name);
    }
    const measureInTurns = await this.#deps.measureInTurns(signal);
    const onWait = (pid: number) =>
      report({ kind: 'step', title: `Waiting until process ${pid} has measured its commit` });
    return runBisection(
      {
        save: (state) => this.#deps.bisections.write(state),
        measureInTurns: (...call) =>
          this.#deps.takeTurn(machine.id, () => measureInTurns(...call), onWait, signal),
        mergedBy: (before, commit) => this.#mergedBy(measuring.treeRoot, before, commit, signal),
      },
      bisection,
      report,
    );
  }

  async #mergedBy(
    treeRoot: string,
    before: CommitInfo,
    commit: CommitInfo,
    signal: AbortSignal,
  ): Promise<readonly CommitInfo[]> {
    const brought = await this.#deps.tree.listCommits(
      treeRoot,
      before.sha,
      commit.sha,
      maxMerged + 1,
      signal,
    );
    return brought.filter(({ sha }) => sha !== commit.sha);
  }
}
