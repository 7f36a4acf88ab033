/** What pairs of measurements say on two builds: which is faster, by how much, and how sure that is. */
import { median } from '../stats/quantiles.ts';
import { fewestDifferences, type Interval, signedRankInterval } from './signed-rank.ts';

/** One metric of one benchmark, measured on both builds in each round. */
export interface PairedValues {
  /** The same round's values stand at the same place; finite and not negative, smaller is better. */
  readonly base: readonly number[];
  readonly candidate: readonly number[];
}

/**
 * - `faster`, `slower`: the candidate's values are smaller, or larger, and chance does not explain it
 * - `no-difference`: none that this many rounds can show
 * - `too-few-rounds`: not even a large one could be told from chance
 * - `not-comparable`: the base's typical value is zero, so that nothing can be said in percent of it
 */
export type Verdict = 'faster' | 'slower' | 'no-difference' | 'too-few-rounds' | 'not-comparable';

export interface Judgement {
  readonly verdict: Verdict;
  readonly baseMedian: number;
  readonly candidateMedian: number;
  /** The candidate's change as a part of the base's median: 0.02 is 2 % more. */
  readonly change: Interval;
  /** How often intervals like this one hold the true change. */
  readonly confidence: number;
  readonly rounds: number;
  /** What one wants to be able to see, as a part. */
  readonly smallestChange: number;
  /** How many rounds would show the smallest change; `undefined` where the scatter is unknown. */
  readonly roundsNeeded: number | undefined;
}

export interface JudgeOptions {
  readonly confidence: number;
  /** The change that one wants to be able to see, for instance 0.01 for 1 %. */
  readonly smallestChange: number;
}

/**
 * Standard normal quantiles for planning: with `powerQuantile`, four of five comparisons would show a change that is
 * really there. The first is for an interval of 95 %; a wider one needs more, which its own width accounts for.
 */
const intervalQuantile = 1.96;
const powerQuantile = 0.84;
const noInterval: Interval = {
  estimate: Number.NaN,
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
};

/** Judges one metric by the differences within its rounds, so that what changes between rounds is no noise. */
export function judge({ base, candidate }: PairedValues, options: JudgeOptions): Judgement {
  const baseMedian = median(base);
  const common = {
    baseMedian,
    candidateMedian: median(candidate),
    ...options,
    rounds: base.length,
  };
  if (!(baseMedian > 0)) {
    return { ...common, verdict: 'not-comparable', change: noInterval, roundsNeeded: undefined };
  }
  const differences = base.map((value, round) => ((candidate[round] ?? value) - value) / baseMedian);
  const change = signedRankInterval(differences, options.confidence);
  return {
    ...common,
    verdict: verdictOf(change),
    change,
    roundsNeeded: roundsNeeded(change, base.length, options),
  };
}

function verdictOf({ low, high }: Interval): Verdict {
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    return 'too-few-rounds';
  }
  if (high < 0) {
    return 'faster';
  }
  return low > 0 ? 'slower' : 'no-difference';
}

/**
 * The rounds that four of five comparisons need to show the smallest change that matters. The interval's half width
 * shrinks with the root of their number, and has to be smaller than the change by the power's share
 * (T. Kalibera, R. Jones, Rigorous Benchmarking in Reasonable Time, ISMM 2013, on planning from a first experiment).
 */
function roundsNeeded(change: Interval, rounds: number, options: JudgeOptions): number | undefined {
  const halfWidth = (change.high - change.low) / 2;
  if (!Number.isFinite(halfWidth)) {
    return undefined;
  }
  const wanted = halfWidth * (1 + powerQuantile / intervalQuantile);
  const needed = Math.ceil(rounds * (wanted / options.smallestChange) ** 2);
  return Math.max(fewestDifferences(options.confidence), needed);
}
