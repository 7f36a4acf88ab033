/**
 * The typical value of paired differences, with an interval that makes no assumption on how they are distributed
 * but that they scatter alike to both sides: the Hodges-Lehmann estimator (the median of all pairwise means) and the
 * interval that belongs to Wilcoxon's signed-rank test. Exact for any number of differences.
 *
 * Source: M. Hollander, D. A. Wolfe, E. Chicken, Nonparametric Statistical Methods, 3rd ed., chapter 3.1 to 3.3.
 * A mean with Student's t would be pulled by the one execution that another process disturbed.
 */
import { median } from '../stats/quantiles.ts';

/** An estimate and what it lies in, all in the unit of the differences. */
export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/**
 * @param differences finite, at least one
 * @param confidence for instance 0.95: how often such intervals hold the true value. Where there are too few
 * differences for it, the interval is without bounds.
 */
export function signedRankInterval(differences: readonly number[], confidence: number): Interval {
  const means = walshAverages(differences);
  const estimate = median(means);
  const outside = criticalRank(differences.length, (1 - confidence) / 2);
  if (outside === 0) {
    return { estimate, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  }
  return {
    estimate,
    low: means[outside - 1] ?? Number.NEGATIVE_INFINITY,
    high: means[means.length - outside] ?? Number.POSITIVE_INFINITY,
  };
}

/** The fewest differences that give an interval of this confidence a bound: 2^(1-n) <= 1 - confidence. */
export function fewestDifferences(confidence: number): number {
  return Math.max(1, Math.ceil(1 - Math.log2(1 - confidence)));
}

/** The means of all pairs, each value with itself too, in ascending order. */
function walshAverages(values: readonly number[]): readonly number[] {
  const means = values.flatMap((a, index) => values.slice(index).map((b) => a / 2 + b / 2));
  return means.sort((a, b) => a - b);
}

/**
 * How many of the smallest (and of the largest) means lie outside of the interval: the largest c with
 * P(T <= c - 1) <= tail, T being the signed-rank sum of `count` differences around zero.
 */
function criticalRank(count: number, tail: number): number {
  const distribution = signedRankDistribution(count);
  let below = 0;
  let rank = 0;
  for (const probability of distribution) {
    below += probability;
    // The sums of the powers of two that are added here are exact but for the last bits.
    if (below > tail * (1 + 1e-12)) {
      break;
    }
    rank += 1;
  }
  return rank;
}

/** P(T = t) for t from 0 to n (n + 1) / 2: each rank is in the sum or not, with the same probability. */
function signedRankDistribution(count: number): Float64Array {
  const largest = (count * (count + 1)) / 2;
  const probabilities = new Float64Array(largest + 1);
  probabilities[0] = 1;
  for (let rank = 1; rank <= count; rank += 1) {
    for (let sum = (rank * (rank + 1)) / 2; sum >= 0; sum -= 1) {
      const without = probabilities[sum] ?? 0;
      const withRank = sum >= rank ? (probabilities[sum - rank] ?? 0) : 0;
      probabilities[sum] = (without + withRank) / 2;
    }
  }
  return probabilities;
}
