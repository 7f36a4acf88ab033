/** What the page says of one run, in its tooltip, its table and aloud. */
import { movingAverageOf } from '../src/core/stats/moving-average.ts';
import type { SeriesChange, SeriesData } from '../src/shared/panel-messages.ts';
import type { PanelTexts } from '../src/shared/panel-texts.ts';
import { type Formats, fill, type Unit } from './format.ts';

const shortHashLength = 10;

/** A series with all that is needed to put it into words. */
export interface Wording {
  readonly series: SeriesData;
  readonly unit: Unit;
  readonly formats: Formats;
  readonly texts: PanelTexts;
  /** How many runs the moving average covers. */
  readonly averageWindow: number;
}

export interface RunFacts {
  readonly median: string;
  readonly minimum: string;
  readonly maximum: string;
  readonly iterations: string;
  /** Empty for the first runs of a series. */
  readonly average: string;
  readonly time: string;
  readonly version: string;
  /** Short hash and whether the tree was changed, or the word for a release. */
  readonly commit: string;
  readonly subject: string;
  /** Empty where unknown. */
  readonly author: string;
  /** What stands out: that it is excluded or new, that the level moved here, or that it is a spike; usually empty. */
  readonly remark: string;
  /** Whether a person excluded it. */
  readonly excluded: boolean;
}

/** The facts of the run with this index; the index must be one of the series. */
export function runFacts(wording: Wording, index: number): RunFacts {
  const { series, unit, formats, texts } = wording;
  const value = (column: Float64Array) => formats.value(column[index] ?? Number.NaN, unit);
  const average = averageAt(wording, index);
  const hash = shortCommit(series.commits.at(index) ?? '', texts);
  return {
    median: value(series.medians),
    minimum: value(series.minima),
    maximum: value(series.maxima),
    iterations: formats.count(series.sampleCounts[index] ?? 0),
    average: average === undefined ? '' : formats.value(average, unit),
    time: formats.time(series.times[index] ?? 0),
    version: series.phpVersions.at(index) ?? '',
    commit: series.dirty[index] === 1 ? `${hash} ${texts.changed}` : hash,
    subject: series.subjects.at(index) ?? '',
    author: series.authors.at(index) ?? '',
    remark: remarkOn(wording, index),
    excluded: isExcluded(series, index),
  };
}

/** The beginning of a commit's hash, or the word for a release, which has none. */
export function shortCommit(commit: string, texts: PanelTexts): string {
  return commit.slice(0, shortHashLength) || texts.release;
}

/** The moving average of the runs up to this one; `undefined` where there are too few. */
export function averageAt(
  { series, averageWindow }: Pick<Wording, 'series' | 'averageWindow'>,
  index: number,
): number | undefined {
  const last: number[] = [];
  for (let at = index; at >= 0 && last.length < averageWindow && !isExcluded(series, index); at -= 1) {
    if (!isExcluded(series, at)) {
      last.unshift(series.medians[at] ?? Number.NaN);
    }
  }
  const mean = movingAverageOf(Float64Array.from(last), averageWindow).at(-1) ?? Number.NaN;
  return Number.isNaN(mean) ? undefined : mean;
}

/** Whether a person excluded the run with this index. */
export function isExcluded({ excluded }: Pick<SeriesData, 'excluded'>, index: number): boolean {
  return excluded.lengthAt(index) > 0;
}

/** By which part the level moved, for instance `+8.1%`. */
export function changeSize({ formats }: Wording, change: Pick<SeriesChange, 'relative'>): string {
  return formats.part(change.relative);
}

function remarkOn(wording: Wording, index: number): string {
  const { series, formats, texts } = wording;
  const reason = series.excluded.at(index) ?? '';
  const change = series.changes.find((one) => one.index === index);
  const spike = series.spikes.find((one) => one.index === index);
  return [
    ...(reason === '' ? [] : [fill(texts.excluded, reason)]),
    ...(change === undefined ? [] : [fill(texts.levelMoved, changeSize(wording, change))]),
    ...(spike === undefined ? [] : [fill(texts.spike, formats.part(spike.relative))]),
    ...(series.isNew[index] === 1 ? [texts.isNew] : []),
  ].join(', ');
}
