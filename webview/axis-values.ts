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
