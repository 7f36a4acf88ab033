/** Runs of one night start at most so far apart; the next night is as far away again. */
export const halfDayMs = 43_200_000;

/**
 * Brings what was measured beside a series to its points: for each of `timesMs` the index of the nearest of
 * `otherTimesMs` that is at most half a day away, the last of those that are as near; `undefined` where there is
 * none. Both ascend.
 */
export function alignByNight(
  timesMs: readonly number[],
  otherTimesMs: readonly number[],
): readonly (number | undefined)[] {
  let nearest = 0;
  return timesMs.map((timeMs) => {
    const distance = (index: number) => Math.abs((otherTimesMs[index] ?? Number.POSITIVE_INFINITY) - timeMs);
    while (nearest + 1 < otherTimesMs.length && distance(nearest + 1) <= distance(nearest)) {
      nearest += 1;
    }
    return distance(nearest) <= halfDayMs ? nearest : undefined;
  });
}
