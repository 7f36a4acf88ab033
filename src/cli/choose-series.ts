import { errors } from '../core/errors.ts';
import type { SeriesRow } from '../core/model/bench.ts';

/**
 * The series asked for, else the total time with the most runs; `undefined` if there is none at all.
 * @param option for people, what named the series
 * @throws `invalid-setting` if there is no such series
 */
export function chooseSeries(
  all: readonly SeriesRow[],
  id: number | undefined,
  option: string,
): SeriesRow | undefined {
  if (id !== undefined) {
    const found = all.find((series) => series.id === id);
    if (found === undefined) {
      throw errors.invalidSetting(option, `the history has no series ${id}; "history --list" names them.`);
    }
    return found;
  }
  const totals = all.filter((series) => series.benchmark === 'Total' && series.metric === 'time');
  return totals.toSorted((a, b) => b.runCount - a.runCount)[0] ?? all[0];
}
