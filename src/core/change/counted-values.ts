import type { SeriesColumns } from '../model/bench.ts';

/**
 * The medians of a series as the detection of changes takes them, in their unit: `null` for a point that a person
 * excluded, and for one that no time can have (zero, or not a number).
 */
export function countedValues({
  medians,
  excluded,
}: Pick<SeriesColumns, 'medians' | 'excluded'>): (number | null)[] {
  return medians.map((value, index) =>
    value > 0 && Number.isFinite(value) && excluded[index] === '' ? value : null,
  );
}
