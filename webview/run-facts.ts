/** What the page says of one run, in its tooltip, its table and aloud. */
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
  /** What stands out: that it is excluded or new, that the level moved here, or that it is a spike; usually empty. */
  readonly remark: string;
  /** Whether a person excluded it. */
  readonly excluded: boolean;
}

/** The facts of the run with this index; the index must be one of the series. */
export function runFacts({ series, unit, formats, texts }: Wording, index: number): RunFacts {
  const value = (column: readonly number[]) => formats.value(column[index] ?? Number.NaN, unit);
  const average = series.movingAverage[index] ?? undefined;
  const hash = series.commits[index]?.slice(0, shortHashLength) || texts.release;
  return {
    median: value(series.medians),
    minimum: value(series.minima),
    maximum: value(series.maxima),
    iterations: formats.count(series.sampleCounts[index] ?? 0),
    average: average === undefined ? '' : formats.value(average, unit),
    time: formats.time(series.times[index] ?? 0),
    version: series.phpVersions[index] ?? '',
    commit: series.dirty[index] === true ? `${hash} ${texts.changed}` : hash,
    subject: series.subjects[index] ?? '',
    remark: remarkOn({ series, unit, formats, texts }, index),
    excluded: series.excluded[index] !== '',
  };
}

/** By which part the level moved, for instance `+8.1%`. */
export function changeSize({ formats }: Wording, change: Pick<SeriesChange, 'relative'>): string {
  return formats.part(change.relative);
}

function remarkOn(wording: Wording, index: number): string {
  const { series, formats, texts } = wording;
  const reason = series.excluded[index] ?? '';
  const change = series.changes.find((one) => one.index === index);
  const spike = series.spikes.find((one) => one.index === index);
  return [
    ...(reason === '' ? [] : [fill(texts.excluded, reason)]),
    ...(change === undefined ? [] : [fill(texts.levelMoved, changeSize(wording, change))]),
    ...(spike === undefined ? [] : [fill(texts.spike, formats.part(spike.relative))]),
    ...(series.isNew[index] === true ? [texts.isNew] : []),
  ].join(', ');
}
