/** Finds moments in a column of times, which ascends. Pure. */

/** The first index whose time is not before `time`; the length of the column if there is none. */
export function firstFrom(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The index whose time is nearest to `time`, the earlier of two; `undefined` for an empty column. */
export function nearestTo(times: Float64Array, time: number): number | undefined {
  const after = firstFrom(times, time);
  const [before, next] = [times[after - 1], times[after]];
  if (before === undefined) {
    return next === undefined ? undefined : after;
  }
  return next === undefined || time - before <= next - time ? after - 1 : after;
}
