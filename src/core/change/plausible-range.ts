import { shortestStretch } from './cut.ts';
import { meanBetween } from './sums.ts';

/** The change lies in the range with this probability. */
const certainty = 0.95;

/** Places of the first point after a change, ascending; the last is included. */
export interface PlaceRange {
  readonly earliest: number;
  readonly latest: number;
}

interface Neighbours {
  /** Where the stretch before begins, where the change was found, and where the stretch after ends. */
  readonly from: number;
  readonly place: number;
  readonly to: number;
}

/**
 * Where a change may lie: for each place between the stretches the likelihood of a step there, of the size that fits
 * best, in independent normal noise. What lies outside the range has less than 2.5 % on either side.
 *
 * @param values logarithms, without spikes. @param sums their running sums.
 * @param noise the least standard deviation of one point to assume.
 */
export function plausibleRange(
  values: Float64Array,
  sums: Float64Array,
  { from, place, to }: Neighbours,
  noise: number,
): PlaceRange {
  const first = from + shortestStretch;
  const gains = new Float64Array(Math.max(0, to - shortestStretch - first + 1)).map((_, index) =>
    gainOfStep(sums, from, first + index, to),
  );
  const greatest = gains.reduce((most, gain) => Math.max(most, gain), 0);
  const variance = Math.max(noise * noise, varianceAround(values, sums, from, to) - greatest / (to - from));
  const likelihoods = gains.map((gain) => Math.exp((gain - greatest) / (2 * variance)));
  const tail = ((1 - certainty) / 2) * likelihoods.reduce((total, likelihood) => total + likelihood, 0);
  return {
    earliest: Math.min(place, first + countWithin(likelihoods, tail)),
    latest: Math.max(place, first + likelihoods.length - 1 - countWithin(likelihoods.reverse(), tail)),
  };
}

/** By how much the sum of squares shrinks if the stretch is cut at `place`. */
function gainOfStep(sums: Float64Array, from: number, place: number, to: number): number {
  const step = meanBetween(sums, place, to) - meanBetween(sums, from, place);
  return ((place - from) * (to - place) * step * step) / (to - from);
}

function varianceAround(values: Float64Array, sums: Float64Array, from: number, to: number): number {
  const mean = meanBetween(sums, from, to);
  const squares = values.subarray(from, to).reduce((total, value) => total + (value - mean) ** 2, 0);
  return squares / (to - from);
}

/** How many of the first likelihoods together are less than `tail`. */
function countWithin(likelihoods: Float64Array, tail: number): number {
  let total = 0;
  const count = likelihoods.findIndex((likelihood) => {
    total += likelihood;
    return total >= tail;
  });
  return Math.max(0, count);
}
