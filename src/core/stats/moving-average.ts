/**
 * The trailing moving average: at each point the mean of that point and the `window - 1` before it. `null` where
 * there are not yet enough points, so that no average is ever made of fewer values than it claims.
 *
 * It trails instead of being centred so that a value already drawn never changes when a run is added. Each mean is
 * computed afresh, not from a running sum, so that one huge value leaves no rounding behind in later ones.
 *
 * @param values in the order of the runs, any unit; the result has the same length and unit. `null` stands for one
 *   that does not count: it has no average, and those after it are made without it.
 * @param window a whole number of at least 1.
 * @throws RangeError if `window` is not.
 */
export function movingAverage(values: readonly (number | null)[], window: number): (number | null)[] {
  const means = movingAverageOf(
    Float64Array.from(values, (value) => value ?? Number.NaN),
    window,
  );
  return Array.from(means, (mean) => (Number.isNaN(mean) ? null : mean));
}

/** The same for a column in which `NaN` stands for a value that does not count, and for no average. */
export function movingAverageOf(values: Float64Array, window: number): Float64Array {
  if (!Number.isSafeInteger(window) || window < 1) {
    throw new RangeError(`A moving average needs a window of at least 1, not ${window}.`);
  }
  const counted = new Float64Array(values.length);
  let count = 0;
  return values.map((value) => {
    if (Number.isNaN(value)) {
      return Number.NaN;
    }
    counted[count] = value;
    count += 1;
    return count < window ? Number.NaN : meanOf(counted, count - window, count);
  });
}

/** Divides before it adds: the sum of large values could overflow where their mean does not. */
function meanOf(values: Float64Array, from: number, end: number): number {
  let mean = 0;
  for (let index = from; index < end; index += 1) {
    mean += (values[index] ?? Number.NaN) / (end - from);
  }
  return mean;
}
