import type { PointSummary } from '../model/bench.ts';
import { quantile } from './quantiles.ts';

/**
 * Location and spread of a point's samples, in their unit. Nothing overflows on the way, however large they are.
 * @param values finite, not negative, at least one
 * @throws RangeError if there is none
 */
export function summaryOf(values: readonly number[]): PointSummary {
  const sorted = Float64Array.from(values).sort();
  const minimum = sorted[0];
  const maximum = sorted[sorted.length - 1];
  if (minimum === undefined || maximum === undefined) {
    throw new RangeError('A summary needs at least one value.');
  }
  const mean = meanOf(sorted);
  return {
    sampleCount: sorted.length,
    median: quantile(sorted, 0.5),
    minimum,
    maximum,
    mean,
    standardDeviation: sorted.length < 2 ? undefined : standardDeviationOf(sorted, mean, maximum),
    lowerQuartile: quantile(sorted, 0.25),
    upperQuartile: quantile(sorted, 0.75),
  };
}

/** Each value moves the mean of those before it, so that no sum is formed. */
function meanOf(values: Float64Array): number {
  let mean = 0;
  for (const [index, value] of values.entries()) {
    mean += (value - mean) / (index + 1);
  }
  return mean;
}

/** In units of the largest value, so that squares neither overflow nor vanish. */
function standardDeviationOf(values: Float64Array, mean: number, largest: number): number {
  if (largest === 0) {
    return 0;
  }
  let squares = 0;
  for (const value of values) {
    squares += ((value - mean) / largest) ** 2;
  }
  return largest * Math.sqrt(squares / (values.length - 1));
}
