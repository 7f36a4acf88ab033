/** The median: the middle value, or the mean of the two middle values. `NaN` of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle];
  const lower = sorted.length % 2 === 0 ? sorted[middle - 1] : upper;
  return upper === undefined || lower === undefined ? Number.NaN : midpoint(lower, upper);
}

/** Halfway between two numbers. Neither a sum nor a difference is formed that could overflow. */
function midpoint(lower: number, upper: number): number {
  return lower < 0 && upper > 0 ? (lower + upper) / 2 : lower + (upper - lower) / 2;
}
