/** The statistics of the benchmarks: middles, spreads, and how sure of a middle so many values can be. */
import { median } from '../../../src/core/stats/quantiles.ts';

/** What is wanted of an interval. */
export const wantedCoverage = 0.95;

/** An interval for a median. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** How often an interval made like this holds the true median, from 0 to 1; below 0.95 there were too few values. */
  readonly coverage: number;
}

/** A middle, its spread and the interval that it lies in, in the unit of the values. */
export interface Summary {
  readonly count: number;
  readonly median: number;
  /** Median absolute deviation from the median, not scaled. */
  readonly spread: number;
  readonly interval: Interval;
}

/** @param values at least one */
export function summarise(values: readonly number[]): Summary {
  const middle = median(values);
  return {
    count: values.length,
    median: middle,
    spread: median(values.map((value) => Math.abs(value - middle))),
    interval: medianInterval(values),
  };
}

/**
 * The interval between two order statistics: it holds the median of whatever distribution the values are drawn from,
 * independently, with a probability of 1 - 2 B(k - 1; n, 1/2), where B is the cumulative binomial distribution and k
 * the rank of its lower end. The narrowest one that reaches {@link wantedCoverage} is taken; of fewer than 6 values
 * none does, and it is their whole range, with the coverage that it has.
 * Source: W. J. Conover, Practical Nonparametric Statistics, 3rd edition, section 3.2.
 * @param values at least one
 */
export function medianInterval(values: readonly number[]): Interval {
  const sorted = [...values].sort((a, b) => a - b);
  let rank = 1;
  while (coverageOf(rank + 1, sorted.length) >= wantedCoverage) {
    rank += 1;
  }
  return {
    low: sorted[rank - 1] ?? Number.NaN,
    high: sorted[sorted.length - rank] ?? Number.NaN,
    coverage: coverageOf(rank, sorted.length),
  };
}

/** Coverage of the interval from the `rank`-th smallest of `count` values to the `rank`-th largest. */
function coverageOf(rank: number, count: number): number {
  if (2 * rank > count + 1) {
    return 0;
  }
  let probability = 0.5 ** count;
  let below = 0;
  for (let successes = 0; successes < rank; successes += 1) {
    below += probability;
    probability *= (count - successes) / (successes + 1);
  }
  return Math.max(0, 1 - 2 * below);
}

/** A value that was measured in a round. */
export interface Measured {
  readonly round: number;
  readonly value: number;
}

/** Applies `combine` to the values that two contenders have for the same round; the others have no partner. */
export function inPairs(
  ours: readonly Measured[],
  theirs: readonly Measured[],
  combine: (our: number, their: number) => number,
): readonly number[] {
  const partners = new Map(theirs.map(({ round, value }) => [round, value]));
  return ours.flatMap(({ round, value }) => {
    const partner = partners.get(round);
    return partner === undefined ? [] : [combine(value, partner)];
  });
}
