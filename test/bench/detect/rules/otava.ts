import { type Rule, usualTolerance } from '../rule.ts';
import { studentTProbability } from './student-t.ts';

interface Settings {
  readonly name: string;
  readonly maxPValue: number;
  readonly minMagnitude: number;
}

const windowNights = 50;
/** Changes that may become significant when weaker ones beside them are gone. */
const weakFactor = 10;

/**
 * Apache Otava (Hunter; Fleming et al. 2023, arXiv:2301.03034): E-divisive means (Matteson and James, 2014) in
 * windows of 50 nights that overlap by half, with Student's t-test instead of permutations and a weak threshold;
 * then the weakest changes are taken out until all are significant and large enough.
 */
export function otavaRule({ name, maxPValue, minMagnitude }: Settings): Rule {
  return {
    name,
    toleranceNights: usualTolerance,
    find: (values) =>
      strongChanges(values, weakChanges(values, maxPValue * weakFactor), maxPValue, minMagnitude),
  };
}

function weakChanges(values: readonly number[], maxPValue: number): readonly number[] {
  const found = new Set<number>();
  let start = 0;
  while (start < values.length) {
    const window = values.slice(start, start + windowNights);
    const inWindow = split(window, distanceSums(window), 0, window.length, maxPValue);
    for (const place of inWindow) {
      found.add(start + place);
    }
    start = Math.max(start + windowNights / 2, start + (inWindow.at(-1) ?? 0));
  }
  return [...found].sort((one, other) => one - other);
}

/** The changes between `from` and `to`, ascending: the best split if it is significant, then those on its sides. */
function split(
  values: readonly number[],
  sums: DistanceSums,
  from: number,
  to: number,
  maxPValue: number,
): readonly number[] {
  const place = bestSplit(sums, from, to);
  if (place === undefined || pValue(values, from, place, to) > maxPValue) {
    return [];
  }
  return [
    ...split(values, sums, from, place, maxPValue),
    place,
    ...split(values, sums, place, to, maxPValue),
  ];
}

/** Where the energy distance between what is before and what follows, up to any end, is greatest. */
function bestSplit(sums: DistanceSums, from: number, to: number): number | undefined {
  let best: number | undefined;
  let greatest = 0;
  for (let place = from + 2; place <= to - 2; place += 1) {
    for (let end = place + 2; end <= to; end += 1) {
      const [left, right] = [place - from, end - place];
      const between = (2 / (left * right)) * sums(from, place, place, end);
      const within =
        sums(from, place, from, place) / (left * (left - 1)) +
        sums(place, end, place, end) / (right * (right - 1));
      const divergence = ((left * right) / (left + right)) * (between - within);
      if (divergence > greatest) {
        greatest = divergence;
        best = place;
      }
    }
  }
  return best;
}

/** The sum of the distances of all pairs of rows and columns; ends are not included. */
type DistanceSums = (rowFrom: number, rowTo: number, columnFrom: number, columnTo: number) => number;

function distanceSums(values: readonly number[]): DistanceSums {
  const width = values.length + 1;
  const sums = new Float64Array(width * width);
  const at = (row: number, column: number) => sums[row * width + column] ?? Number.NaN;
  values.forEach((one, row) => {
    values.forEach((other, column) => {
      sums[(row + 1) * width + column + 1] =
        Math.abs(one - other) + at(row, column + 1) + at(row + 1, column) - at(row, column);
    });
  });
  return (rowFrom, rowTo, columnFrom, columnTo) =>
    at(rowTo, columnTo) - at(rowFrom, columnTo) - at(rowTo, columnFrom) + at(rowFrom, columnFrom);
}

function strongChanges(
  values: readonly number[],
  weak: readonly number[],
  maxPValue: number,
  minMagnitude: number,
): readonly number[] {
  const ends = [0, ...weak, values.length];
  for (;;) {
    const judged = ends.slice(1, -1).map((place, index) => {
      const [from, to] = [ends[index] ?? 0, ends[index + 2] ?? values.length];
      return { place, p: pValue(values, from, place, to), size: magnitude(values, from, place, to) };
    });
    const doubtful = judged.toSorted((one, other) => other.p - one.p).find(({ p }) => p > maxPValue);
    const small = judged
      .toSorted((one, other) => one.size - other.size)
      .find(({ size }) => size < minMagnitude);
    const out = doubtful ?? small;
    if (out === undefined) {
      return ends.slice(1, -1);
    }
    ends.splice(ends.indexOf(out.place), 1);
  }
}

function magnitude(values: readonly number[], from: number, place: number, to: number): number {
  return Math.abs(mean(values.slice(place, to)) / mean(values.slice(from, place)) - 1);
}

/** Student's t-test with pooled variance, two-sided. */
function pValue(values: readonly number[], from: number, place: number, to: number): number {
  const [before, after] = [values.slice(from, place), values.slice(place, to)];
  const freedom = before.length + after.length - 2;
  const difference = Math.abs(mean(before) - mean(after));
  if (freedom < 1 || difference === 0) {
    return 1;
  }
  const variance = (squares(before) + squares(after)) / freedom;
  const t = difference / Math.sqrt(variance * (1 / before.length + 1 / after.length));
  return studentTProbability(t, freedom);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function squares(values: readonly number[]): number {
  const middle = mean(values);
  return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
}
