/** The median: the middle value, or the mean of the two middle values. `NaN` of nothing. */
export function median(values: readonly number[]): number {
  return medianInPlace(Float64Array.from(values));
}

/** As `median`, without a copy: it leaves the values in another order. */
export function medianInPlace(values: Float64Array): number {
  const { length } = values;
  const middle = length >> 1;
  const upper = selectInPlace(values, middle);
  if (length % 2 === 1 || length === 0) {
    return upper;
  }
  const lower = values
    .subarray(0, middle)
    .reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return between(lower, upper, 0.5);
}

/**
 * The value that would be at `place` if they were sorted; none before it is greater then, and none after it less (Hoare,
 * Algorithm 65: Find, CACM 4, 1961).
 */
function selectInPlace(values: Float64Array, place: number): number {
  const at = (index: number) => values[index] ?? Number.NaN;
  let [first, last] = [0, values.length - 1];
  while (first < last) {
    const pivot = at((first + last) >> 1);
    let [low, high] = [first, last];
    while (low <= high) {
      while (at(low) < pivot) {
        low += 1;
      }
      while (at(high) > pivot) {
        high -= 1;
      }
      if (low <= high) {
        const value = at(low);
        values[low] = at(high);
        values[high] = value;
        low += 1;
        high -= 1;
      }
    }
    if (place <= high) {
      last = high;
    } else if (place >= low) {
      first = low;
    } else {
      return pivot;
    }
  }
  return at(place);
}

/**
 * The value below which a share of the values lies, interpolated linearly between the two nearest: type 7 of Hyndman
 * and Fan, Sample Quantiles in Statistical Packages (The American Statistician 50, 1996), R's default.
 * @param sorted ascending, at least one
 * @param share from 0 to 1
 */
export function quantile(sorted: Float64Array, share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const lower = sorted[below] ?? Number.NaN;
  const upper = sorted[below + 1] ?? lower;
  return between(lower, upper, position - below);
}

/** Part of the way from one number to another; no difference is formed that could overflow. */
function between(lower: number, upper: number, part: number): number {
  return lower < 0 && upper > 0 ? lower * (1 - part) + upper * part : lower + (upper - lower) * part;
}
