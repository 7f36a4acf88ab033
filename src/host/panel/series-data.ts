/** A series of the history as the panel's page wants it. */
import type { JudgedSeries } from '../../core/change/judge-series.ts';
import type { SeriesColumns } from '../../core/model/bench.ts';
import { plainText } from '../../core/text/format.ts';
import type { ControlData, SeriesMessage } from '../../shared/panel-messages.ts';
import { type PackedTexts, packTexts } from '../../shared/text-column.ts';
import type { Translate } from '../translate.ts';
import { seriesNews } from './news.ts';
import { seriesChanges } from './series-changes.ts';

const maxSubjectLength = 300;
const maxVersionLength = 60;
const maxAuthorLength = 100;
const maxReasonLength = 300;

/** What the history does not say of a series by itself. */
export interface SeriesSide {
  /** What a fixed build said in the same setup; `null` where there is none. */
  readonly control: ControlData | null;
  /** The largest number of a run that is not new to the person who looks. */
  readonly seen: number;
}

/** The columns with times in seconds, and texts cut to what can be shown. */
export function seriesData(judged: JudgedSeries, { control, seen }: SeriesSide, t: Translate): SeriesMessage {
  const { columns } = judged;
  const cut = (texts: readonly string[], length: number): PackedTexts =>
    packTexts(texts.map((text) => plainText(text, length)));
  const { levels, ...changes } = seriesChanges(judged, t);
  const { isNew, newChanges } = seriesNews(columns, seen, judged.beside);
  return {
    id: judged.series.id,
    runIds: packTexts(columns.runIds),
    times: seconds(columns),
    medians: Float64Array.from(columns.medians),
    minima: Float64Array.from(columns.minima),
    maxima: Float64Array.from(columns.maxima),
    sampleCounts: Float64Array.from(columns.sampleCounts),
    commits: cut(columns.commits, maxVersionLength),
    subjects: cut(columns.subjects, maxSubjectLength),
    authors: cut(columns.authors, maxAuthorLength),
    phpVersions: cut(columns.phpVersions, maxVersionLength),
    dirty: Uint8Array.from(columns.dirty, Number),
    excluded: packTexts(columns.excluded.map(reasonText)),
    isNew: Uint8Array.from(isNew, Number),
    newChanges,
    levels: Float64Array.from(levels, (level) => level ?? Number.NaN),
    ...changes,
    control,
  };
}

/** A reason that has nothing to show is a reason nevertheless. */
function reasonText(reason: string): string {
  return reason === '' ? '' : plainText(reason, maxReasonLength) || '?';
}

/** The runs of a control series that count. */
export function controlData(commit: string, columns: SeriesColumns): ControlData {
  const counts = (_: number, index: number) => columns.excluded[index] === '';
  return {
    commit: plainText(commit, maxVersionLength),
    times: seconds(columns).filter(counts),
    medians: Float64Array.from(columns.medians).filter(counts),
  };
}

function seconds({ timesMs }: SeriesColumns): Float64Array<ArrayBuffer> {
  return Float64Array.from(timesMs, (timeMs) => timeMs / 1000);
}
