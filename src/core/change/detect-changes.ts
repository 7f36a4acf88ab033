import { probabilityWithin } from '../stats/normal.ts';
import type { ChangePoint, SeriesChanges, Spike, Stretch } from './change-point.ts';
import { cutIntoStretches } from './cut.ts';
import { fromLogarithm, type Logarithms, toLogarithms } from './logarithms.ts';
import { nightlyNoise, wander } from './noise.ts';
import { plausibleRange } from './plausible-range.ts';
import { type Evidence, rankCuts } from './rank-cuts.ts';
import { type OffPoint, takeOutSpikes } from './spikes.ts';
import { meanBetween, runningSums } from './sums.ts';

/** After this many points a longer stretch is no more evidence, because the level wanders. */
const longestEvidence = 40;
/** The strength of 1 in percent times points, for a series whose noise is 1 %. Chosen as README.md says. */
const sizeTimesDuration = 29;
/** A change must stand out from the noise, but also be large in itself: the exponent is between 1 and 0. */
const weightOfNoise = 0.75;

/** A series ready to be judged. */
interface Cleaned {
  readonly logarithms: Logarithms;
  /** Without spikes, and their running sums. */
  readonly values: Float64Array;
  readonly sums: Float64Array;
  /** Standard deviations of one point, as fractions. */
  readonly nightly: number;
  readonly wander: number;
  readonly spikes: readonly OffPoint[];
}

/**
 * Finds where the level of a series moves, and its spikes. README.md explains the method and its sources.
 *
 * It looks at the whole series: the noise is estimated from all points, and a change is judged by what came before
 * and after. A point that is added may so make an earlier change stronger or weaker; it takes about 2 ms for 3,650
 * points, and nothing is kept from one call to the next.
 *
 * @param series one positive number for each point in the order of time, or `null` where nothing was measured.
 * @param leastStrength changes that are weaker are left out, and their stretches joined.
 * @throws RangeError if a value is not positive and finite.
 */
export function detectChanges(series: readonly (number | null)[], leastStrength = 1): SeriesChanges {
  const cleaned = clean(toLogarithms(series));
  const length = cleaned.values.length;
  if (length === 0) {
    return { changes: [], spikes: [], stretches: [] };
  }
  const cuts = cutIntoStretches(cleaned.sums, cleaned.nightly);
  const kept = rankCuts(cuts, evidenceIn(cleaned))
    .filter(({ strength }) => strength >= leastStrength)
    .sort((one, other) => one.place - other.place);
  const ends = [0, ...kept.map(({ place }) => place), length];
  const at = (index: number) => ends[index] ?? length;
  return {
    stretches: ends.slice(1).map((to, index) => stretch(cleaned, at(index), to)),
    changes: kept.map(({ place, strength }, index) =>
      changePoint(cleaned, { from: at(index), place, to: at(index + 2) }, strength),
    ),
    spikes: cleaned.spikes.map((spike) => measuredSpike(spike, cleaned.logarithms, series)),
  };
}

function clean(logarithms: Logarithms): Cleaned {
  const nightly = nightlyNoise(logarithms.values);
  const { values, spikes } = takeOutSpikes(logarithms.values, nightly);
  const sums = runningSums(values);
  return { logarithms, values, sums, nightly, wander: wander(sums, nightly), spikes };
}

/** The size of a step in percent, times how long the shorter of its levels lasted, for the noise of the series. */
function evidenceIn({ sums, nightly, wander: wandering }: Cleaned): Evidence {
  const noisePercent = 100 * Math.sqrt(nightly * wandering);
  const asked = sizeTimesDuration * noisePercent ** weightOfNoise;
  return (from, place, to) => {
    const sizePercent = 100 * Math.abs(meanBetween(sums, place, to) - meanBetween(sums, from, place));
    return (sizePercent * Math.min(place - from, to - place, longestEvidence)) / asked;
  };
}

function stretch({ logarithms, sums }: Cleaned, from: number, to: number): Stretch {
  return {
    first: indexOf(logarithms, from),
    last: indexOf(logarithms, to - 1),
    level: fromLogarithm(meanBetween(sums, from, to), logarithms.reference),
  };
}

function changePoint(
  cleaned: Cleaned,
  places: { readonly from: number; readonly place: number; readonly to: number },
  strength: number,
): ChangePoint {
  const { logarithms, values, sums, nightly } = cleaned;
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
    confidence: probabilityWithin((after - before) / deviationOfStep(cleaned, place - from, to - place)),
  };
}

/** The standard deviation of the difference between neighbouring stretches of so many points, where none changed. */
function deviationOfStep({ nightly, wander: wandering }: Cleaned, before: number, after: number): number {
  const counts = 1 / Math.min(before, longestEvidence) + 1 / Math.min(after, longestEvidence);
  return Math.max(nightly, wandering) * Math.sqrt(counts);
}

function measuredSpike(
  { place, usual, cameBack }: OffPoint,
  { values, indices, reference }: Logarithms,
  series: readonly (number | null)[],
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
