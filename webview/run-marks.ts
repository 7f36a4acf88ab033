/** Which runs of a series are marked: those that a person excluded, and those that came since the last look. Pure. */
import type { SeriesData } from '../src/shared/panel-messages.ts';

/** Indices of runs. */
export interface RunMarks {
  readonly excluded: readonly number[];
  readonly isNew: readonly number[];
}

export function runMarks({ excluded, isNew }: Pick<SeriesData, 'excluded' | 'isNew'>): RunMarks {
  const marks = { excluded: [] as number[], isNew: [] as number[] };
  for (let index = 0; index < isNew.length; index += 1) {
    if (excluded.lengthAt(index) > 0) {
      marks.excluded.push(index);
    }
    if (isNew[index] === 1) {
      marks.isNew.push(index);
    }
  }
  return marks;
}

/** A column with holes for the runs that are excluded, so that neither lines nor scales follow them. */
export function withoutExcluded(values: Float64Array, { excluded }: RunMarks): Float64Array {
  if (excluded.length === 0) {
    return values;
  }
  const counted = Float64Array.from(values);
  for (const index of excluded) {
    counted[index] = Number.NaN;
  }
  return counted;
}

/** An average in which an excluded run changes nothing, so that its line goes on. */
export function acrossExcluded(average: Float64Array, { excluded }: RunMarks): Float64Array {
  const skipped = new Set(excluded);
  let counted = Number.NaN;
  return average.map((mean, index) => {
    counted = skipped.has(index) ? counted : mean;
    return counted;
  });
}
