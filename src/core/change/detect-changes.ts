import type { SeriesChanges } from './change-point.ts';
import { changesAt, measureSeries, searchSeries } from './searched-series.ts';

/**
 * Finds where the level of a series moves, and its spikes. README.md explains the method and its sources.
 *
 * It looks at the whole series: the noise is estimated from all points, and a change is judged by what came before
 * and after. A point that is added may so make an earlier change stronger or weaker; it takes about 2 ms for 3,650
 * points, and nothing is kept from one call to the next.
 *
 * @param series one positive number for each point in the order of time, or `null` where nothing was measured.
 * @param leastStrength changes that are weaker are left out, and their stretches joined.
 * @throws RangeError if a value is not positive and finite.
 */
export function detectChanges(series: readonly (number | null)[], leastStrength = 1): SeriesChanges {
  const searched = searchSeries(measureSeries(series));
  return changesAt(
    searched,
    searched.cuts.filter(({ strength }) => strength >= leastStrength),
  );
}
