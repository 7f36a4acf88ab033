/** What is drawn of a series in a mode: the numbers themselves, or their ratios to others. Pure. */
import { movingAverageOf } from '../src/core/stats/moving-average.ts';
import type { ControlData, SeriesData } from '../src/shared/panel-messages.ts';
import type { Mode, Reference, TimeSpan } from '../src/shared/panel-state.ts';
import { acrossExcluded, type RunMarks, runMarks, withoutExcluded } from './run-marks.ts';
import { firstFrom, nearestTo } from './time-order.ts';

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

/** The control's run and the one beside it are of the same night. */
const nightSeconds = 43_200;

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
  const first = firstFrom(times, shown.min);
  const counted = medians.subarray(first).find((median) => !Number.isNaN(median));
  return 1 / (counted ?? Number.NaN);
}

/** One divided by what the reference's run says in a series; `NaN` if there is none. */
export function referenceFactor(series: SeriesData, reference: Reference | null): number {
  const index = reference === null ? undefined : referenceIndex(series, reference);
  return 1 / (series.medians[index ?? -1] ?? Number.NaN);
}

/** The run of the reference's commit that is nearest to it in time; of any commit only if there is none. */
function referenceIndex({ times, commits }: SeriesData, { time, commit }: Reference): number | undefined {
  let best: number | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let index = 0; commit !== '' && index < times.length; index += 1) {
    const distance = Math.abs((times[index] ?? 0) - time);
    if (distance < bestDistance && commits.at(index) === commit) {
      best = index;
      bestDistance = distance;
    }
  }
  return best ?? nearestTo(times, time);
}

/** For each time, one divided by what the control said in the same night; `NaN` for nights without one. */
function nightlyFactors(times: Float64Array, control: ControlData | null): Float64Array {
  return times.map((time) => {
    const index = control === null ? undefined : nearestTo(control.times, time);
    const controlTime = control?.times[index ?? -1] ?? Number.NaN;
    const value = control?.medians[index ?? -1] ?? Number.NaN;
    return Math.abs(controlTime - time) <= nightSeconds && value > 0 ? 1 / value : Number.NaN;
  });
}

function product(column: Float64Array, factors: Float64Array): Float64Array {
  return column.map((value, index) => value * (factors[index] ?? Number.NaN));
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
  const sorted = values
    .slice(first, last + 1)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const middle = sorted.length / 2;
  const [lower = Number.NaN, upper = Number.NaN] = [
    sorted[Math.ceil(middle) - 1],
    sorted[Math.floor(middle)],
  ];
  return { first, last, level: (lower + upper) / 2 };
}
