/** Rules that compare a night, or an average of nights, with a threshold. */
import { movingAverage } from '../../../../src/core/stats/moving-average.ts';
import { type Rule, usualTolerance } from '../rule.ts';

/** The moving average of 5 nights differs by 1 % from that of the 5 nights before; one alarm for each excursion. */
export const movingAverageRule: Rule = {
  name: '5-point moving average, 1 %',
  toleranceNights: 5,
  find(values) {
    const window = 5;
    const averages = movingAverage(values, window);
    const off = averages.map((average, night) => {
      const before = averages[night - window];
      return average !== null && typeof before === 'number' && Math.abs(average / before - 1) >= 0.01;
    });
    return off.flatMap((isOff, night) => (isOff && off[night - 1] !== true ? [night - window + 1] : []));
  },
};

/** The night before differs by 5 %, as in Codespeed and github-action-benchmark. */
export const previousNightRule: Rule = {
  name: '5 % against the previous night',
  toleranceNights: usualTolerance,
  find: (values) =>
    nightlyMoves(values).flatMap((move, index) => (Math.abs(move) >= 0.05 ? [index + 1] : [])),
};

/**
 * A move is further out than the third quartile plus 1.5 interquartile ranges of the last 100 (rustc-perf,
 * docs/comparison-analysis.md). It starts when there are 20.
 */
export const interquartileRule: Rule = {
  name: "rustc-perf's IQR rule",
  toleranceNights: usualTolerance,
  find(values) {
    const moves = nightlyMoves(values).map(Math.abs);
    return moves.flatMap((move, index) => {
      const history = moves.slice(Math.max(0, index - 100), index).sort((one, other) => one - other);
      const third = quartile(history, 3);
      return index >= 20 && move > third + 1.5 * (third - quartile(history, 1)) ? [index + 1] : [];
    });
  },
};

function nightlyMoves(values: readonly number[]): readonly number[] {
  return values.slice(1).map((value, index) => value / (values[index] ?? Number.NaN) - 1);
}

function quartile(sorted: readonly number[], which: number): number {
  const place = ((sorted.length - 1) * which) / 4;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  return below + (place - Math.floor(place)) * ((sorted[Math.ceil(place)] ?? Number.NaN) - below);
}
