/** A series of the history as the panel's page wants it. */
import type { JudgedSeries } from '../../core/change/judge-series.ts';
import { movingAverage } from '../../core/stats/moving-average.ts';
import { plainText } from '../../core/text/format.ts';
import type { SeriesData } from '../../shared/panel-messages.ts';
import type { Translate } from '../translate.ts';
import { seriesChanges } from './series-changes.ts';

/** Runs that the moving average covers. */
export const averageWindow = 5;

const maxSubjectLength = 300;
const maxVersionLength = 60;

/** The columns with times in seconds, the moving average beside them and texts cut to what can be shown. */
export function seriesData(judged: JudgedSeries, t: Translate): SeriesData {
  const { columns } = judged;
  return {
    id: judged.series.id,
    times: columns.timesMs.map((timeMs) => timeMs / 1000),
    medians: [...columns.medians],
    minima: [...columns.minima],
    maxima: [...columns.maxima],
    sampleCounts: [...columns.sampleCounts],
    movingAverage: movingAverage(columns.medians, averageWindow),
    commits: columns.commits.map((commit) => plainText(commit, maxVersionLength)),
    subjects: columns.subjects.map((subject) => plainText(subject, maxSubjectLength)),
    phpVersions: columns.phpVersions.map((version) => plainText(version, maxVersionLength)),
    dirty: [...columns.dirty],
    ...seriesChanges(judged, t),
  };
}
