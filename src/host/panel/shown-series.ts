/** Which series the panel shows together, and what each is compared with. */
import type { SeriesRow } from '../../core/model/bench.ts';
import { maxAddedSeries } from '../../shared/panel-messages.ts';
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

/**
 * The series of the control that was measured night by night in the same setup as `row`: the one with the most runs,
 * if several commits were. `undefined` for none, and for a control itself.
 */
export function controlOf(series: readonly SeriesRow[], row: SeriesRow): SeriesRow | undefined {
  const key = setupKey(row);
  return row.role === 'control'
    ? undefined
    : series
        .filter((other) => other.role === 'control' && setupKey(other) === key)
        .reduce<SeriesRow | undefined>(
          (most, other) => (most === undefined || other.runCount > most.runCount ? other : most),
          undefined,
        );
}

/** All that a number depends on but the build; the place in a night and the branch say which build it is. */
function setupKey(row: SeriesRow): string {
  const { machine, platform, configuration, suite, variant, benchmark, metric, unit } = row;
  const settings = Object.entries(variant.ini).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    ...[machine.id, platform, configuration, suite, variant.name, benchmark, metric, unit],
    settings,
  ]);
}
