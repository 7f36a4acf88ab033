import { type Rule, usualTolerance } from '../rule.ts';

/** The cost of a step in the information criterion, in ln(m) / m. */
const beta = 4;
const stepCosts = 24;

/** A fit by constant stretches: where each ends, and the median of each. */
interface Fit {
  readonly ends: readonly number[];
  readonly levels: readonly number[];
}

/**
 * Like the step detection of airspeed velocity (its documentation, after Friedrich et al. 2008 and Yao 1988): a fit by
 * constant stretches with least absolute distances plus a cost for each step, that cost being chosen so that an
 * information criterion for first-order autocorrelated noise is least. Without asv's weights and its approximation.
 */
export const asvRule: Rule = {
  name: "asv's step detection",
  toleranceNights: usualTolerance,
  find(values) {
    const segments = new SegmentCosts(values);
    const whole = segments.cost(0, values.length);
    const fits = Array.from({ length: stepCosts }, (_, index) =>
      fitSteps(segments, values.length, whole * 2 ** (-index / 2)),
    );
    const best = fits.reduce((one, other) =>
      criterion(values, other) < criterion(values, one) ? other : one,
    );
    return best.ends.slice(0, -1);
  },
};

/** For each stretch its median and the sum of absolute distances from it, made once. */
class SegmentCosts {
  readonly #width: number;
  readonly #costs: Float64Array;
  readonly #medians: Float64Array;

  constructor(values: readonly number[]) {
    this.#width = values.length + 1;
    this.#costs = new Float64Array(this.#width ** 2);
    this.#medians = new Float64Array(this.#width ** 2);
    values.forEach((_, from) => {
      this.#fillFrom(values, from);
    });
  }

  cost(from: number, to: number): number {
    return this.#costs[from * this.#width + to] ?? Number.NaN;
  }

  median(from: number, to: number): number {
    return this.#medians[from * this.#width + to] ?? Number.NaN;
  }

  /** A stretch that grows keeps its values sorted; a value adds its distance from the middle that it meets. */
  #fillFrom(values: readonly number[], from: number): void {
    const sorted: number[] = [];
    let cost = 0;
    values.slice(from).forEach((value, index) => {
      cost += distanceFromMiddle(sorted, value);
      insert(sorted, value);
      this.#costs[from * this.#width + from + index + 1] = cost;
      this.#medians[from * this.#width + from + index + 1] = sorted[index >> 1] ?? Number.NaN;
    });
  }
}

/** Of an even number of values all between the two middle ones are medians. */
function distanceFromMiddle(sorted: readonly number[], value: number): number {
  const lower = sorted[(sorted.length - 1) >> 1] ?? value;
  const upper = sorted[sorted.length >> 1] ?? value;
  return Math.max(0, lower - value, value - upper);
}

function insert(sorted: number[], value: number): void {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const half = (low + high) >> 1;
    if ((sorted[half] ?? 0) < value) {
      low = half + 1;
    } else {
      high = half;
    }
  }
  sorted.splice(low, 0, value);
}

function fitSteps(segments: SegmentCosts, length: number, stepCost: number): Fit {
  const least = [0];
  const starts = [0];
  for (let end = 1; end <= length; end += 1) {
    let best = Number.POSITIVE_INFINITY;
    let bestStart = 0;
    for (let start = 0; start < end; start += 1) {
      const total = (least[start] ?? 0) + segments.cost(start, end) + stepCost;
      if (total < best) {
        best = total;
        bestStart = start;
      }
    }
    least.push(best);
    starts.push(bestStart);
  }
  const ends: number[] = [];
  const levels: number[] = [];
  for (let end = length; end > 0; end = starts[end] ?? 0) {
    ends.unshift(end);
    levels.unshift(segments.median(starts[end] ?? 0, end));
  }
  return { ends, levels };
}

/** The lower, the better; a floor under the noise keeps a fit to every point from winning. */
function criterion(values: readonly number[], { ends, levels }: Fit): number {
  const distances = values.map((value, place) => value - (levels[ends.findIndex((end) => place < end)] ?? 0));
  const stepSizes = levels.slice(1).map((level, index) => Math.abs(level - (levels[index] ?? 0)));
  const floor =
    stepSizes.length > 0 ? 0.1 * Math.min(...stepSizes) : 0.001 * Math.abs(levels[0] ?? Number.NaN);
  let least = Number.POSITIVE_INFINITY;
  for (let correlation = -0.9; correlation < 0.95; correlation += 0.1) {
    const total = distances.reduce(
      (sum, distance, place) => sum + Math.abs(distance - correlation * (distances[place - 1] ?? 0)),
      0,
    );
    least = Math.min(least, total);
  }
  const count = values.length;
  return (beta * Math.log(count) * ends.length) / count + Math.log(floor + least / count);
}
