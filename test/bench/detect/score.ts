import { controlFactors, divideBy } from '../../../src/core/change/control-factors.ts';
import { measureSeries } from '../../../src/core/change/searched-series.ts';
import type { NightlySeries } from './nightly-data.ts';
import type { Measured, Rule } from './rule.ts';

/** Sizes of injected steps, as fractions. */
export const stepSizes: readonly number[] = [0.005, 0.01, 0.02, 0.05];

/** Every series gets steps at so many places, evenly spread but not near its ends, up and down. */
const placesInSeries = 20;
const nightsAtEnds = 15;
/** How much of a step its instructions make: much of the time of PHP goes into waiting for memory. */
const shareOfInstructions = 0.4;

/** How a rule did, on all series or on the earlier or the later half of each. */
export interface Score {
  readonly points: number;
  /** On the series as they are: real changes count as alarms, too. */
  readonly alarms: number;
  readonly alarmsPerThousand: number;
  /** The share of injected steps that was found, for each of `stepSizes`. */
  readonly recall: readonly number[];
  /** The share of those places that has an alarm without a step, which is what a rule finds by chance. */
  readonly chance: number;
}

export interface RuleScore {
  readonly rule: string;
  readonly whole: Score;
  readonly earlierHalf: Score;
  readonly laterHalf: Score;
  /** The mean time to search a series once. */
  readonly msPerSeries: number;
}

/** What one step, or its place without one, showed. */
interface Trial {
  readonly later: boolean;
  readonly foundWithout: boolean;
  /** For each of `stepSizes`. */
  readonly found: readonly boolean[];
}

interface SeriesTrials {
  readonly points: number;
  readonly alarms: readonly number[];
  readonly trials: readonly Trial[];
}

/**
 * Counts the alarms on the series as they are, and how many of the steps that are injected, one at a time, are found
 * within the tolerance of the rule. A step multiplies its night and all later ones, its commit also where it is measured
 * again, and the instructions by a part of it. The rule always sees the whole series; an alarm and a step belong to the
 * half in which they lie. Every rule gets the series divided by its control where ours would divide it.
 */
export function scoreRule(rule: Rule, series: readonly NightlySeries[]): RuleScore {
  const startedAtMs = performance.now();
  const results = series.map(({ measured }) => trySeries(rule, measured));
  const searches = series.length * (1 + 2 * placesInSeries * stepSizes.length);
  return {
    rule: rule.name,
    whole: total(results, () => true),
    earlierHalf: total(results, (later) => !later),
    laterHalf: total(results, (later) => later),
    msPerSeries: (performance.now() - startedAtMs) / searches,
  };
}

function trySeries(rule: Rule, measured: Measured): SeriesTrials {
  const nights = measured.subject.length;
  const find = (input: Measured) => rule.find(quieter(input), input);
  const alarms = find(measured);
  const trials = stepPlaces(nights).flatMap((place) =>
    [1, -1].map((direction) => ({
      later: place >= nights / 2,
      foundWithout: hasAlarmAt(alarms, place, rule),
      found: stepSizes.map((size) =>
        hasAlarmAt(find(withStep(measured, place, direction * size)), place, rule),
      ),
    })),
  );
  return { points: nights, alarms, trials };
}

/** The subject, divided by its control where that makes it quieter from night to night. */
function quieter({ subject, control }: Measured): readonly number[] {
  const factors = control && controlFactors(subject, control);
  const divided = divideBy(subject, factors).map((value) => value ?? Number.NaN);
  return measureSeries(divided).nightly < measureSeries(subject).nightly ? divided : subject;
}

function stepPlaces(nights: number): readonly number[] {
  return Array.from({ length: placesInSeries }, (_, index) =>
    Math.round(nightsAtEnds + ((nights - 2 * nightsAtEnds) * (index + 0.5)) / placesInSeries),
  );
}

function withStep(measured: Measured, place: number, size: number): Measured {
  const { subject, remeasured, instructions } = measured;
  const from = (night: number, by: number) => (value: number, index: number) =>
    index < night ? value : value * (1 + by);
  const again = from(place + 1, size);
  return {
    ...measured,
    subject: subject.map(from(place, size)),
    ...(remeasured && {
      remeasured: remeasured.map((value, index) => (value === null ? null : again(value, index))),
    }),
    ...(instructions && { instructions: instructions.map(from(place, size * shareOfInstructions)) }),
  };
}

function hasAlarmAt(alarms: readonly number[], place: number, { toleranceNights }: Rule): boolean {
  return alarms.some((alarm) => Math.abs(alarm - place) <= toleranceNights);
}

function total(results: readonly SeriesTrials[], counts: (later: boolean) => boolean): Score {
  const trials = results.flatMap((result) => result.trials).filter(({ later }) => counts(later));
  const share = (isFound: (trial: Trial) => boolean) => trials.filter(isFound).length / trials.length;
  const sum = (count: (result: SeriesTrials) => number) =>
    results.reduce((before, result) => before + count(result), 0);
  const points = sum(({ points: all }) => countIf(all, (night) => counts(night >= all / 2)));
  const alarms = sum(
    ({ alarms: all, points: nights }) => all.filter((alarm) => counts(alarm >= nights / 2)).length,
  );
  return {
    points,
    alarms,
    alarmsPerThousand: (1000 * alarms) / points,
    recall: stepSizes.map((_, index) => share(({ found }) => found[index] === true)),
    chance: share(({ foundWithout }) => foundWithout),
  };
}

function countIf(count: number, isCounted: (index: number) => boolean): number {
  return Array.from({ length: count }, (_, index) => isCounted(index)).filter(Boolean).length;
}
