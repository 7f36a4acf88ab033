/** Which series the panel shows together. */
import type { SeriesRow } from '../../core/model/bench.ts';
import { maxAddedSeries } from '../../shared/panel-state.ts';
import { chooseSeries, type Wanted } from './choices.ts';

export interface ShownSeries {
  /** The one with all details; `undefined` if there is no series at all. */
  readonly main: number | undefined;
  /** Others beside it, in the order in which they were added. */
  readonly added: readonly number[];
}

/** The series to show of those that are wanted: each once, and none that the history does not have. */
export function chooseShown(series: readonly SeriesRow[], wanted: Wanted): ShownSeries {
  const main = chooseSeries(series, wanted);
  const known = new Set(series.map(({ id }) => id));
  const added = [...new Set(wanted.added)].filter((id) => id !== main && known.has(id));
  return { main, added: added.slice(0, maxAddedSeries) };
}
