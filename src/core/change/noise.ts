import { medianInPlace } from '../stats/quantiles.ts';
import { meanBetween } from './sums.ts';

/** Turns a median absolute deviation of normal values into their standard deviation. */
export const deviationsPerMedianDeviation = 1.4826;

/**
 * The same commit measured on two nights differs by at least this much (0.02 %), so no series is held to be quieter,
 * and equal values, such as counts, do not make every difference significant.
 */
export const leastNoise = 0.0002;

/** Blocks of this many points are compared; in a short series of a sixth of it, so that one step cannot rule all. */
const longestBlock = 30;
const blocksInSeries = 6;
const shortestBlock = 4;

/**
 * How much a series moves from one point to the next: the standard deviation of one point, from the median absolute
 * difference of neighbours, which neither steps nor spikes disturb.
 *
 * @param values logarithms, so the result is a fraction: 0.001 is 0.1 %.
 */
export function nightlyNoise(values: Float64Array): number {
  if (values.length < 2) {
    return leastNoise;
  }
  const differences = values
    .subarray(1)
    .map((value, index) => Math.abs(value - (values[index] ?? Number.NaN)));
  return Math.max(leastNoise, (deviationsPerMedianDeviation * medianInPlace(differences)) / Math.SQRT2);
}

/**
 * How much the level of a series moves between neighbouring blocks of up to 30 points, as the standard deviation
 * that one point would have if the points were independent. It equals `nightlyNoise` for independent points and is
 * greater where the level wanders, as it does with the memory layout of every new binary.
 *
 * @param sums the running sums of logarithms.
 */
export function wander(sums: Float64Array, nightly: number): number {
  const length = sums.length - 1;
  const block = Math.min(longestBlock, Math.floor(length / blocksInSeries));
  if (block < shortestBlock) {
    return nightly;
  }
  const differences = new Float64Array(length - 2 * block + 1);
  for (let start = 0; start < differences.length; start += 1) {
    const middle = start + block;
    differences[start] = Math.abs(
      meanBetween(sums, middle, middle + block) - meanBetween(sums, start, middle),
    );
  }
  const deviation = deviationsPerMedianDeviation * medianInPlace(differences);
  return Math.max(leastNoise, deviation / Math.sqrt(2 / block));
}
