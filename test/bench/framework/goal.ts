/** What a row is to reach, and whether it does. */
import { formatFigure, type Unit } from './figures.ts';
import {
  type Interval,
  inPairs,
  type Measured,
  type Summary,
  summarise,
  wantedCoverage,
} from './statistics.ts';

/**
 * What the product's figure is held against: a limit in the row's unit, or another contender of the same rounds, by
 * the ratio to it or by the difference from it.
 */
export type Goal =
  | { readonly kind: 'at-most' | 'at-least'; readonly limit: number }
  | { readonly kind: 'ratio-at-most' | 'difference-at-most'; readonly to: string; readonly limit: number };

/** A goal with what was measured for it. */
export interface Judged {
  readonly goal: Goal;
  /** The figure that was held against the limit: the product's own, a ratio, or a difference. */
  readonly figure: Summary;
  readonly met: boolean;
  /** Whether the whole interval of the figure lies on the same side of the limit, at the wanted coverage. */
  readonly certain: boolean;
}

/**
 * Holds the product's values against a goal. The ratio and the difference are medians over pairs of the same round.
 * @throws RangeError if the goal names a contender that has no round in common with the product
 */
export function judge(
  goal: Goal,
  ours: readonly Measured[],
  others: ReadonlyMap<string, readonly Measured[]>,
): Judged {
  const values = heldAgainst(goal, ours, others);
  if (values.length === 0) {
    throw new RangeError('There is nothing that a goal could be held against.');
  }
  const figure = summarise(values);
  const reaches = (value: number) => (goal.kind === 'at-least' ? value >= goal.limit : value <= goal.limit);
  const met = reaches(figure.median);
  return { goal, figure, met, certain: isCertain(figure.interval, (end) => reaches(end) === met) };
}

function isCertain({ low, high, coverage }: Interval, agrees: (end: number) => boolean): boolean {
  return coverage >= wantedCoverage && agrees(low) && agrees(high);
}

function heldAgainst(
  goal: Goal,
  ours: readonly Measured[],
  others: ReadonlyMap<string, readonly Measured[]>,
): readonly number[] {
  switch (goal.kind) {
    case 'at-most':
    case 'at-least':
      return ours.map(({ value }) => value);
    case 'ratio-at-most':
      return inPairs(ours, others.get(goal.to) ?? [], (our, their) => our / their);
    case 'difference-at-most':
      return inPairs(ours, others.get(goal.to) ?? [], (our, their) => our - their);
  }
}

/** The goal in words, for a table. */
export function goalText(goal: Goal, unit: Unit): string {
  switch (goal.kind) {
    case 'at-most':
      return `at most ${formatFigure(goal.limit, unit)}`;
    case 'at-least':
      return `at least ${formatFigure(goal.limit, unit)}`;
    case 'ratio-at-most':
      return goal.limit < 1
        ? `at least ${formatFigure(1 / goal.limit, 'ratio')} times as fast as ${goal.to}`
        : `at most ${formatFigure(goal.limit, 'ratio')} times ${goal.to}`;
    case 'difference-at-most':
      return `at most ${formatFigure(goal.limit, unit)} more than ${goal.to}`;
  }
}
