/** A series of the history as the panel's page wants it. */
import type { SeriesColumns } from '../../core/model/bench.ts';
import { plainText } from '../../core/text/format.ts';
import type { ControlData, SeriesMessage } from '../../shared/panel-messages.ts';
import { type PackedTexts, packTexts } from '../../shared/text-column.ts';
import { seriesChanges } from './series-changes.ts';

const maxSubjectLength = 300;
const maxVersionLength = 60;
const maxAuthorLength = 100;

/**
 * The columns with times in seconds, and texts cut to what can be shown.
 * @param control what a fixed build said in the same setup; `null` where there is none
 */
export function seriesData(id: number, columns: SeriesColumns, control: ControlData | null): SeriesMessage {
  const cut = (texts: readonly string[], length: number): PackedTexts =>
    packTexts(texts.map((text) => plainText(text, length)));
  const { levels, ...changes } = seriesChanges(columns);
  return {
    id,
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
    levels: Float64Array.from(levels, (level) => level ?? Number.NaN),
    ...changes,
    control,
  };
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
