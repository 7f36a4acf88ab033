/** The median: the middle value, or the mean of the two middle values. `NaN` of nothing. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? Number.NaN : quantile(sorted, 0.5);
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
