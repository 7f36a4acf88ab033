/** What a bisection looks for, and how far it has come. */
import type { Failure, Measuring, PlanMachine } from '../backfill/plan.ts';
import type { NumberName } from '../compare/judge-builds.ts';
import type { Interval } from '../compare/signed-rank.ts';
import type { MetricUnit } from '../model/bench.ts';
import type { CommitInfo } from '../model/tree.ts';
import type { Side } from './place.ts';
import { type CommitVerdict, type Search, stepsNeeded } from './search.ts';

/** Two commits of the line, measured in turns. */
export interface PairEvidence extends NumberName {
  readonly unit: MetricUnit;
  readonly beforeMedian: number;
  readonly afterMedian: number;
  /** As a part of the first one's median: 0.02 is 2 % more. */
  readonly change: Interval;
  readonly confidence: number;
  readonly rounds: number;
  /** Whether the interval leaves out zero. */
  readonly isShown: boolean;
  readonly runIds: readonly string[];
}

/** A commit that was measured between both ends. */
export interface JudgedStep {
  readonly kind: 'judged';
  /** Its place on the line. */
  readonly index: number;
  readonly side: Side;
  readonly position: Interval;
  readonly median: number;
  readonly rounds: number;
  readonly runIds: readonly string[];
}

export type BisectStep = JudgedStep | ({ readonly kind: 'skipped'; readonly index: number } & Failure);

/**
 * - `found`: with the evidence of the commit against the one before it
 * - `one-of`: places on the line, of which all but the last cannot be measured
 * - `no-change`: the ends themselves differ by nothing that so many rounds can show
 * - `cannot-tell`: the commit at `index` is on neither side for sure after so many rounds
 */
export type Outcome =
  | { readonly kind: 'found'; readonly index: number; readonly merged: readonly CommitInfo[] }
  | { readonly kind: 'one-of'; readonly indexes: readonly number[] }
  | { readonly kind: 'no-change'; readonly rounds: number }
  | {
      readonly kind: 'cannot-tell';
      readonly index: number;
      readonly position: Interval;
      readonly rounds: number;
    };

export interface Bisection {
  readonly id: string;
  readonly createdAtMs: number;
  readonly measuring: Measuring;
  readonly machine: PlanMachine;
  /** `undefined` for the number that stands for the whole suite. */
  readonly wanted: NumberName | undefined;
  /** For each decision. */
  readonly maxRounds: number;
  /** Oldest first, each the first parent of the next. */
  readonly line: readonly CommitInfo[];
  /** The whole change, from the first to the last commit of the line. */
  readonly ends: PairEvidence | undefined;
  readonly steps: readonly BisectStep[];
  /** The commit that was found, against the one before it. */
  readonly confirmation: PairEvidence | undefined;
  readonly outcome: Outcome | undefined;
}

/** How often a whole bisection makes no error. */
export const bisectConfidence = 0.95;
export const defaultMaxRounds = 60;
/** Fewer could tell nothing at that confidence. */
export const fewestMaxRounds = 20;
export const mostMaxRounds = 500;

/** The search as its steps left it. */
export function searchOf({ line, steps }: Bisection): Search {
  const verdicts = steps.map((step): readonly [number, CommitVerdict] => [
    step.index,
    step.kind === 'judged' ? step.side : 'skipped',
  ]);
  return { size: line.length, verdicts: new Map(verdicts) };
}

/** The decisions that a bisection of this line may need: its ends, each halving, and the confirmation. */
export function questionsOf({ line }: Pick<Bisection, 'line'>): number {
  return stepsNeeded(line.length) + 2;
}

/** Whether a bisection has come to an end that more rounds do not change. */
export function isFinal({ outcome }: Bisection): boolean {
  return outcome?.kind === 'found' || outcome?.kind === 'one-of';
}
