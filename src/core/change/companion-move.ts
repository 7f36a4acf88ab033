import { median } from '../stats/quantiles.ts';
import type { ChangePoint, Stretch } from './change-point.ts';
import { deviationsPerMedianDeviation } from './noise.ts';

/** As many points as Perfherder compares: enough for a median, few enough that a slow drift does not count. */
const pointsOnEachSide = 12;
/** Fewer points say nothing. */
const leastPoints = 2;
/** A move must be that many standard deviations. */
const clearly = 4;
/** A median of normal values scatters by so much more than their mean. */
const medianPerMean = Math.sqrt(Math.PI / 2);

/** How another series moved where this one changed. */
export interface CompanionMove {
  /** A fraction of its level before. */
  readonly relative: number;
  /** Whether it is more than its noise. */
  readonly clear: boolean;
}

/**
 * Compares the medians of up to 12 points on each side of a change, within the neighbouring stretches.
 *
 * @returns `undefined` if too few points are known on a side.
 */
export function companionMove(
  companion: readonly (number | null)[],
  { lastBefore, firstAfter }: ChangePoint,
  [stretchBefore, stretchAfter]: readonly [Stretch, Stretch],
): CompanionMove | undefined {
  const before = known(companion.slice(stretchBefore.first, lastBefore + 1)).slice(-pointsOnEachSide);
  const after = known(companion.slice(firstAfter, stretchAfter.last + 1)).slice(0, pointsOnEachSide);
  if (before.length < leastPoints || after.length < leastPoints) {
    return undefined;
  }
  const levelBefore = median(before);
  const absolute = median(after) - levelBefore;
  const steps = [...stepsOf(before), ...stepsOf(after)];
  const noise = (deviationsPerMedianDeviation * median(steps)) / Math.SQRT2;
  const deviation = noise * medianPerMean * Math.sqrt(1 / before.length + 1 / after.length);
  return { relative: absolute / levelBefore, clear: Math.abs(absolute) > clearly * deviation };
}

function known(values: readonly (number | null)[]): readonly number[] {
  return values.filter((value) => value !== null);
}

function stepsOf(values: readonly number[]): readonly number[] {
  return values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? Number.NaN)));
}
