import { probabilityWithin } from '../stats/normal.ts';
import type { ChangePoint, SeriesChanges, Spike, Stretch } from './change-point.ts';
import { cutIntoStretches } from './cut.ts';
import { fromLogarithm, type Logarithms, toLogarithms } from './logarithms.ts';
import { nightlyNoise, wander } from './noise.ts';
import { plausibleRange } from './plausible-range.ts';
import { type Evidence, type RankedCut, rankCuts } from './rank-cuts.ts';
import { type OffPoint, takeOutSpikes } from './spikes.ts';
import { meanBetween, runningSums } from './sums.ts';

/** After this many points a longer stretch is no more evidence, because the level wanders. */
const longestEvidence = 40;
/** The strength of 1 in percent times points, for a series whose noise is 1 %. Chosen as README.md says. */
const sizeTimesDuration = 29;
/** A change must stand out from the noise, but also be large in itself: the exponent is between 1 and 0. */
const weightOfNoise = 0.75;

/** The points of a series and how much they move from one to the next. */
export interface MeasuredSeries {
  readonly series: readonly (number | null)[];
  readonly logarithms: Logarithms;
  /** The standard deviation of one point, as a fraction. */
  readonly nightly: number;
}

/** A series with every place where its level may move. */
export interface SearchedSeries extends MeasuredSeries {
  /** Without spikes, and their running sums. */
  readonly values: Float64Array;
  readonly sums: Float64Array;
  /** As `nightly`, from one block to the next. */
  readonly wander: number;
  readonly spikes: readonly OffPoint[];
  /** In the order of their places, which are among the measured points. */
  readonly cuts: readonly RankedCut[];
}

/** @throws RangeError if a value is not positive and finite. */
export function measureSeries(series: readonly (number | null)[]): MeasuredSeries {
  const logarithms = toLogarithms(series);
  return { series, logarithms, nightly: nightlyNoise(logarithms.values) };
}

/** Finds all places where the level of a series may move, and how strong each is. */
export function searchSeries(measured: MeasuredSeries): SearchedSeries {
  const { logarithms, nightly } = measured;
  const { values, spikes } = takeOutSpikes(logarithms.values, nightly);
  const sums = runningSums(values);
  const cleaned = { ...measured, values, sums, wander: wander(sums, nightly), spikes };
  if (values.length === 0) {
    return { ...cleaned, cuts: [] };
  }
  const ranked = rankCuts(cutIntoStretches(sums, nightly), evidenceIn(cleaned));
  return { ...cleaned, cuts: ranked.toSorted((one, other) => one.place - other.place) };
}

/**
 * What is known of a series if its level moves at these places and nowhere else.
 *
 * @param cuts in the order of their places.
 */
export function changesAt(searched: SearchedSeries, cuts: readonly RankedCut[]): SeriesChanges {
  const places = cuts.map(({ place }) => place);
  const starts = [0, ...places];
  const length = searched.values.length;
  return {
    stretches: stretchesBetween(searched, places),
    changes: cuts.map(({ place, strength }, index) =>
      changePoint(searched, { from: starts[index] ?? 0, place, to: places[index + 1] ?? length }, strength),
    ),
    spikes: searched.spikes.map((spike) => measuredSpike(spike, searched)),
  };
}

/** The stretches between places among the measured points, which ascend; none of a series without points. */
export function stretchesBetween(searched: SearchedSeries, places: readonly number[]): readonly Stretch[] {
  const { length } = searched.values;
  return length === 0
    ? []
    : [0, ...places].map((from, index) => stretch(searched, from, places[index] ?? length));
}

/** The size of a step in percent, times how long the shorter of its levels lasted, for the noise of the series. */
function evidenceIn({
  sums,
  nightly,
  wander: wandering,
}: Pick<SearchedSeries, 'sums' | 'nightly' | 'wander'>): Evidence {
  const noisePercent = 100 * Math.sqrt(nightly * wandering);
  const asked = sizeTimesDuration * noisePercent ** weightOfNoise;
  return (from, place, to) => {
    const sizePercent = 100 * Math.abs(meanBetween(sums, place, to) - meanBetween(sums, from, place));
    return (sizePercent * Math.min(place - from, to - place, longestEvidence)) / asked;
  };
}

function stretch({ logarithms, sums }: SearchedSeries, from: number, to: number): Stretch {
  return {
    first: indexOf(logarithms, from),
    last: indexOf(logarithms, to - 1),
    level: fromLogarithm(meanBetween(sums, from, to), logarithms.reference),
  };
}

function changePoint(
  searched: SearchedSeries,
  places: { readonly from: number; readonly place: number; readonly to: number },
  strength: number,
): ChangePoint {
  const { logarithms, values, sums, nightly } = searched;
  const { from, place, to } = places;
  const { earliest, latest } = plausibleRange(values, sums, places, nightly);
  const before = meanBetween(sums, from, place);
  const after = meanBetween(sums, place, to);
  const levelBefore = fromLogarithm(before, logarithms.reference);
  const levelAfter = fromLogarithm(after, logarithms.reference);
  return {
    lastBefore: indexOf(logarithms, place - 1),
    firstAfter: indexOf(logarithms, place),
    range: { lastBefore: indexOf(logarithms, earliest - 1), firstAfter: indexOf(logarithms, latest) },
    before: levelBefore,
    after: levelAfter,
    absolute: levelAfter - levelBefore,
    relative: Math.expm1(after - before),
    strength,
    confidence: probabilityWithin((after - before) / deviationOfStep(searched, place - from, to - place)),
  };
}

/** The standard deviation of the difference between neighbouring stretches of so many points, where none changed. */
function deviationOfStep(
  { nightly, wander: wandering }: SearchedSeries,
  before: number,
  after: number,
): number {
  const counts = 1 / Math.min(before, longestEvidence) + 1 / Math.min(after, longestEvidence);
  return Math.max(nightly, wandering) * Math.sqrt(counts);
}

function measuredSpike(
  { place, usual, cameBack }: OffPoint,
  { logarithms: { values, indices, reference }, series }: SearchedSeries,
): Spike {
  const index = indices[place] ?? Number.NaN;
  return {
    index,
    value: series[index] ?? Number.NaN,
    usual: fromLogarithm(usual, reference),
    relative: Math.expm1((values[place] ?? Number.NaN) - usual),
    cameBack,
  };
}

function indexOf({ indices }: Logarithms, place: number): number {
  return indices[place] ?? Number.NaN;
}
