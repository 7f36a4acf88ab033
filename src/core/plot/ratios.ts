/** What the values of a series are multiplied by to be ratios to others. Times are seconds since 1970, ascending. */
import { firstFrom, nearestTo } from './time-order.ts';

/** A run that others are compared with, whichever series they are of: by its commit, else by its time. */
export interface ReferenceRun {
  readonly time: number;
  /** Empty for a release tree. */
  readonly commit: string;
}

/** The columns of a series that a run can be found by. */
export interface ComparedColumns {
  readonly times: Float64Array;
  readonly medians: Float64Array;
  readonly commits: { at(index: number): string | undefined };
}

/** A fixed build, night by night. */
export interface ControlColumns {
  readonly times: Float64Array;
  readonly medians: Float64Array;
}

/** The control's run and the one beside it are of the same night. */
const nightSeconds = 43_200;

/** One divided by what the first run that counts from a moment on says; `NaN` if there is none. */
export function firstFactor(times: Float64Array, medians: Float64Array, from: number): number {
  const counted = medians.subarray(firstFrom(times, from)).find((median) => !Number.isNaN(median));
  return 1 / (counted ?? Number.NaN);
}

/** One divided by what the reference's run says in a series; `NaN` if there is none. */
export function referenceFactor(columns: ComparedColumns, reference: ReferenceRun | null): number {
  const index = reference === null ? undefined : referenceIndex(columns, reference);
  return 1 / (columns.medians[index ?? -1] ?? Number.NaN);
}

/** The run of the reference's commit that is nearest to it in time; of any commit only if there is none. */
function referenceIndex(
  { times, commits }: ComparedColumns,
  { time, commit }: ReferenceRun,
): number | undefined {
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
export function nightlyFactors(times: Float64Array, control: ControlColumns | null): Float64Array {
  return times.map((time) => {
    const index = control === null ? undefined : nearestTo(control.times, time);
    const controlTime = control?.times[index ?? -1] ?? Number.NaN;
    const value = control?.medians[index ?? -1] ?? Number.NaN;
    return Math.abs(controlTime - time) <= nightSeconds && value > 0 ? 1 / value : Number.NaN;
  });
}

/** Each value times its factor. */
export function product(column: Float64Array, factors: Float64Array): Float64Array {
  return column.map((value, index) => value * (factors[index] ?? Number.NaN));
}

/** The median of the values from one index to another, both included, that are numbers; `NaN` if none is. */
export function medianWithin(values: Float64Array, first: number, last: number): number {
  const sorted = values
    .slice(first, last + 1)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const middle = sorted.length / 2;
  const [lower = Number.NaN, upper = Number.NaN] = [
    sorted[Math.ceil(middle) - 1],
    sorted[Math.floor(middle)],
  ];
  return (lower + upper) / 2;
}
