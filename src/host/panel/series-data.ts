/** A series of the history as the panel's page wants it. */
import type { JudgedSeries } from '../../core/change/judge-series.ts';
import { movingAverage } from '../../core/stats/moving-average.ts';
import { plainText } from '../../core/text/format.ts';
import type { SeriesData } from '../../shared/panel-messages.ts';
import type { Translate } from '../translate.ts';
import { seriesNews } from './news.ts';
import { seriesChanges } from './series-changes.ts';

/** Runs that the moving average covers. */
export const averageWindow = 5;

const maxSubjectLength = 300;
const maxVersionLength = 60;
const maxReasonLength = 300;

/**
 * The columns with times in seconds, the moving average beside them and texts cut to what can be shown.
 * @param seen the largest number of a run that is not new to the person who looks
 */
export function seriesData(judged: JudgedSeries, seen: number, t: Translate): SeriesData {
  const { columns } = judged;
  const counted = columns.medians.map((median, index) => (columns.excluded[index] === '' ? median : null));
  return {
    id: judged.series.id,
    runIds: [...columns.runIds],
    times: columns.timesMs.map((timeMs) => timeMs / 1000),
    medians: [...columns.medians],
    minima: [...columns.minima],
    maxima: [...columns.maxima],
    sampleCounts: [...columns.sampleCounts],
    movingAverage: movingAverage(counted, averageWindow),
    commits: columns.commits.map((commit) => plainText(commit, maxVersionLength)),
    subjects: columns.subjects.map((subject) => plainText(subject, maxSubjectLength)),
    phpVersions: columns.phpVersions.map((version) => plainText(version, maxVersionLength)),
    dirty: [...columns.dirty],
    excluded: columns.excluded.map(reasonText),
    ...seriesNews(columns, seen),
    ...seriesChanges(judged, t),
  };
}

/** A reason that has nothing to show is a reason nevertheless. */
function reasonText(reason: string): string {
  return reason === '' ? '' : plainText(reason, maxReasonLength) || '?';
}
