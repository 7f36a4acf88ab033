/** What is drawn of a series in a mode: the numbers themselves, or their ratios to others. Pure. */
import {
  firstFactor as firstRunFactor,
  medianWithin,
  nightlyFactors,
  product,
} from '../src/core/plot/ratios.ts';
import { movingAverageOf } from '../src/core/stats/moving-average.ts';
import type { SeriesData } from '../src/shared/panel-messages.ts';
import type { Mode, TimeSpan } from '../src/shared/panel-state.ts';
import { acrossExcluded, type RunMarks, runMarks, withoutExcluded } from './run-marks.ts';

/** Points between two changes, both ends included, and the level that they scatter around. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly level: number;
}

/** Columns as long as the series' own; `NaN` where there is nothing to draw. In the series' unit, or ratios. */
export interface Plotted {
  readonly times: Float64Array;
  /** Of all runs; in the other columns those that a person excluded are left out. */
  readonly all: Float64Array;
  readonly medians: Float64Array;
  readonly minima: Float64Array;
  readonly maxima: Float64Array;
  readonly average: Float64Array;
  readonly stretches: readonly Stretch[];
  /** The runs to mark. */
  readonly marks: RunMarks;
}

/** The columns of a series in a mode; those relative to a run are multiplied by a factor when drawn. */
export function plotted(series: SeriesData, mode: Mode, averageWindow: number): Plotted {
  const { times } = series;
  const ratio = mode === 'control' ? nightlyFactors(times, series.control) : undefined;
  const drawn = (column: Float64Array) => (ratio === undefined ? column : product(column, ratio));
  const marks = runMarks(series);
  const counted = (column: Float64Array) => withoutExcluded(drawn(column), marks);
  const medians = counted(series.medians);
  const stretches = levelStretches(series.levels);
  return {
    times,
    marks,
    all: drawn(series.medians),
    medians,
    minima: counted(series.minima),
    maxima: counted(series.maxima),
    average: acrossExcluded(movingAverageOf(medians, averageWindow), marks),
    stretches: ratio === undefined ? stretches : stretches.map((stretch) => levelled(stretch, medians)),
  };
}

/** One divided by what the first run that counts in the shown part of the time says; `NaN` if there is none. */
export function firstFactor({ times, medians }: Plotted, shown: TimeSpan): number {
  return firstRunFactor(times, medians, shown.min);
}

/** The stretches of equal levels. */
export function levelStretches(levels: Float64Array): Stretch[] {
  const stretches: Stretch[] = [];
  let first = 0;
  for (let index = 1; index <= levels.length; index += 1) {
    const level = levels[first] ?? Number.NaN;
    // None is equal to none here.
    if (levels[index] !== level && !(Number.isNaN(level) && Number.isNaN(levels[index]))) {
      if (!Number.isNaN(level)) {
        stretches.push({ first, last: index - 1, level });
      }
      first = index;
    }
  }
  return stretches;
}

/** A stretch with the median of other values as its level. */
function levelled({ first, last }: Stretch, values: Float64Array): Stretch {
  return { first, last, level: medianWithin(values, first, last) };
}
