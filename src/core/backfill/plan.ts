/** What a backfill is to measure, and how far it has come. */
import type { BenchRequest, BenchResult, MeasureRequest } from '../bench/request.ts';
import type { BenchError } from '../errors.ts';
import type { BuildConfiguration } from '../model/build.ts';
import type { CommitInfo } from '../model/tree.ts';
import type { Step } from './select-commits.ts';

/** How a commit is measured, the same for all of a plan. */
export interface Measuring extends MeasureRequest, BuildConfiguration {
  readonly treeRoot: string;
}

/** A commit that could not be measured, and why. */
export interface Failure {
  /** An entry of the catalogue of errors. */
  readonly reason: string;
  readonly message: string;
  /** The lines of output that tell most, at most some dozens. */
  readonly output: readonly string[];
}

/**
 * - `waiting`: not measured yet
 * - `known`: the history has a complete run of it, made by something else
 * - `measured`: by this plan; `buildMs` is `undefined` where the build came from the cache
 * - `skipped`: it does not build, or the suite fails on it
 */
export type ItemState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'known'; readonly runId: string }
  | {
      readonly kind: 'measured';
      readonly runId: string;
      readonly buildMs: number | undefined;
      readonly measureMs: number;
    }
  | ({ readonly kind: 'skipped' } & Failure);

export interface PlanItem {
  readonly commit: CommitInfo;
  readonly state: ItemState;
}

/** Whose numbers these are; those of different machines are never mixed. */
export interface PlanMachine {
  readonly id: string;
  readonly name: string;
}

export interface Plan {
  readonly id: string;
  readonly createdAtMs: number;
  /** For people, for instance `PHP-8.4.0..master`. */
  readonly range: string;
  readonly step: Step;
  readonly measuring: Measuring;
  readonly machine: PlanMachine;
  /** Newest first; no commit twice. */
  readonly items: readonly PlanItem[];
}

/** How many items are in each state. */
export type PlanCounts = Readonly<Record<ItemState['kind'], number>>;

export function countItems({ items }: Pick<Plan, 'items'>): PlanCounts {
  const count = (kind: ItemState['kind']) => items.filter(({ state }) => state.kind === kind).length;
  return {
    waiting: count('waiting'),
    known: count('known'),
    measured: count('measured'),
    skipped: count('skipped'),
  };
}

/** The newest commit that is still to be measured; `undefined` once the plan is done. */
export function nextItem({ items }: Plan): PlanItem | undefined {
  return items.find(({ state }) => state.kind === 'waiting');
}

/** The plan with another state of one commit. */
export function withState(plan: Plan, sha: string, state: ItemState): Plan {
  return {
    ...plan,
    items: plan.items.map((item) => (item.commit.sha === sha ? { ...item, state } : item)),
  };
}

/** Takes what waits and is in the history already as known. @param known runs by commit */
export function markKnown(plan: Plan, known: ReadonlyMap<string, string>): Plan {
  const items = plan.items.map((item): PlanItem => {
    const runId = item.state.kind === 'waiting' ? known.get(item.commit.sha) : undefined;
    return runId === undefined ? item : { ...item, state: { kind: 'known', runId } };
  });
  return { ...plan, items };
}

/** Lets what was skipped wait for another try. */
export function retrySkipped(plan: Plan): Plan {
  const items = plan.items.map(
    (item): PlanItem => (item.state.kind === 'skipped' ? { ...item, state: { kind: 'waiting' } } : item),
  );
  return { ...plan, items };
}

/** The job that measures a commit. */
export function jobOf({ measuring }: Pick<Plan, 'measuring'>, commit: CommitInfo): BenchRequest {
  return { ...measuring, source: { kind: 'commit', commit: commit.sha } };
}

/** The state of a commit whose job ended well. */
export function measuredState({ runId, build, durationMs }: BenchResult): ItemState {
  return {
    kind: 'measured',
    runId,
    buildMs: build.outcome === 'built' ? build.durationMs : undefined,
    measureMs: Math.max(0, durationMs - build.durationMs),
  };
}

/** What is written down of a failure. */
export function failureOf(error: BenchError, output: readonly string[]): Failure {
  return { reason: error.reason, message: error.message, output };
}
