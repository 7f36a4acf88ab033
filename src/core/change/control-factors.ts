import { median } from '../stats/quantiles.ts';

/** Of fewer points the control says too little. */
const leastShareKnown = 0.75;

/**
 * By what to divide a series to take out what the machine did to it: for each point, the control as a multiple of its
 * median, and where it is not known the one before (or the first).
 *
 * @param control as long as the series.
 * @returns `undefined` if the control is known at less than three quarters of the points.
 */
export function controlFactors(
  series: readonly (number | null)[],
  control: readonly (number | null)[],
): readonly number[] | undefined {
  const points = control.filter((_, index) => series[index] !== null);
  const known = points.filter((value) => value !== null);
  const [first] = known;
  if (first === undefined || known.length < leastShareKnown * points.length) {
    return undefined;
  }
  const usual = median(known);
  let last = first / usual;
  return control.map((value) => {
    last = value === null ? last : value / usual;
    return last;
  });
}

/** A series divided by what `controlFactors` says, in its unit; as it is for `undefined`. */
export function divideBy(
  series: readonly (number | null)[],
  factors: readonly number[] | undefined,
): readonly (number | null)[] {
  return factors === undefined
    ? series
    : series.map((value, index) => (value === null ? null : value / (factors[index] ?? 1)));
}
