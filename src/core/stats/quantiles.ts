/** The median: the middle value, or the mean of the two middle values. `NaN` of nothing. */
export function median(values: readonly number[]): number {
  return medianInPlace(Float64Array.from(values));
}

/** As `median`, without a copy: it leaves the values sorted. */
export function medianInPlace(values: Float64Array): number {
  values.sort();
  const middle = Math.floor(values.length / 2);
  const upper = values[middle];
  const lower = values.length % 2 === 0 ? values[middle - 1] : upper;
  return upper === undefined || lower === undefined ? Number.NaN : midpoint(lower, upper);
}

/** Halfway between two numbers. Neither a sum nor a difference is formed that could overflow. */
function midpoint(lower: number, upper: number): number {
  return lower < 0 && upper > 0 ? (lower + upper) / 2 : lower + (upper - lower) / 2;
}
