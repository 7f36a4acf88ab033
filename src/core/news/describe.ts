/** How the state of news names series and changes. */
import type { JudgedChange } from '../change/judge-series.ts';
import type { SeriesRow } from '../model/bench.ts';
import { plainText } from '../text/format.ts';
import { setupDetails } from '../text/setup-text.ts';
import type { NewChange } from './news-state.ts';

const longestTitle = 200;

/** Whether nightly runs of a branch make it; what is asked for by hand has no branch. */
export function isNightly({ role, branch }: SeriesRow): boolean {
  return role === 'subject' && branch !== '';
}

/** The same for the same series in a history that was imported anew. */
export function seriesKey(series: SeriesRow): string {
  const { machine, platform, configuration, suite, variant, role, branch, benchmark, metric, unit } = series;
  const ini = Object.entries(variant.ini).sort(([one], [other]) => (one < other ? -1 : 1));
  const setup = [machine.id, platform, configuration, suite, variant.name, ini, role, branch];
  return JSON.stringify([...setup, benchmark, metric, unit]);
}

/** A change as it is told. */
export function describeChange(
  series: SeriesRow,
  { verdict, relative, point, range }: JudgedChange,
): NewChange {
  return {
    seriesId: series.id,
    seriesKey: seriesKey(series),
    title: titleOf(series),
    unit: series.unit,
    cause: verdict.cause,
    // JSON has no infinity.
    relative: Math.min(relative, Number.MAX_VALUE),
    atMs: point.atMs,
    commits: { after: range[0].commit, upTo: range[1].commit },
  };
}

function titleOf(series: SeriesRow): string {
  const metric = series.metric === 'time' ? '' : `, ${series.metric}`;
  const details = setupDetails(series).join(', ');
  return plainText(`${series.suite}: ${series.benchmark}${metric} (${details})`, longestTitle);
}
