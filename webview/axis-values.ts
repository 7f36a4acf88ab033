/** What the labels of an axis say. Pure. */
import type { Mode } from '../src/shared/panel-state.ts';
import type { Formats, Unit } from './format.ts';

/** An axis's labels: with the unit for numbers themselves, as a difference for ratios. */
export function axisLabels(
  formats: Formats,
  mode: Mode,
  unit: Unit,
  splits: readonly number[],
  increment: number,
): string[] {
  return mode === 'absolute'
    ? formats.ticks(splits, increment, unit)
    : formats.partTicks(
        splits.map((ratio) => ratio - 1),
        increment,
      );
}

/** The longest of these words that are no longer than the axis, along which they stand; else the shortest. */
export function fittingLabel(
  words: readonly string[],
  room: number,
  lengthOf: (text: string) => number,
): string {
  return words.find((text) => lengthOf(text) <= room) ?? words.at(-1) ?? '';
}
