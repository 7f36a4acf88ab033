/** Changes as the command line prints them, as JSON and as cells of a table. */
import type { ListedChange } from '../core/change/list-changes.ts';
import { causeText, changeText, commitRangeText, sureText } from '../core/change/words.ts';
import { seriesTitle } from '../core/chart/chart.ts';

/** Heads of {@link changeCells}. */
export const changeHead = ['Date (UTC)', 'Change', 'Sure', 'Cause', 'Commits'] as const;

/** A change for a table: when, how large, how sure, why, and in which commits. */
export function changeCells({ series, change }: ListedChange): readonly string[] {
  const { verdict } = change;
  return [
    new Date(change.point.atMs).toISOString().slice(0, 10),
    changeText(change, series.unit),
    verdict.cause === 'spike' ? '' : sureText(verdict.change.confidence),
    causeText(verdict.cause),
    commitRangeText(change),
  ];
}

/** A change for programs, with its levels, its evidence and the runs that it lies between. */
export function changeJson({ series, change }: ListedChange): unknown {
  const { verdict, relative, point, range } = change;
  return {
    series: series.id,
    title: seriesTitle(series),
    unit: series.unit,
    cause: verdict.cause,
    relative,
    ...(verdict.cause === 'spike' ? { spike: verdict.spike } : { change: verdict.change }),
    point,
    range: { after: range[0], upTo: range[1] },
    evidence: verdict.evidence,
  };
}
