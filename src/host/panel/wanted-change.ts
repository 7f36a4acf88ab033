/** The way from a change that was told of to its place in the chart. */
import type { SeriesMessage } from '../../shared/panel-messages.ts';

/** A change by the time of the run that it began with when it was told of. */
export interface WantedChange {
  readonly seriesId: number;
  readonly atMs: number;
}

/**
 * The point to show a change at: the one that it begins with now, since nights that were added may have moved it; or
 * the run that it began with where there is no change any more. `undefined` in a series without runs.
 */
export function placeOfChange(
  { times, changes }: Pick<SeriesMessage, 'times' | 'changes'>,
  { atMs }: WantedChange,
): number | undefined {
  const distances = times.map((time) => Math.abs(time * 1000 - atMs));
  const run = distances.indexOf(Math.min(...distances));
  const change = changes.find(({ earliest, latest }) => earliest <= run && run <= latest);
  return run < 0 ? undefined : (change?.index ?? run);
}
