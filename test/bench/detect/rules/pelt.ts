import { median } from '../../../../src/core/stats/quantiles.ts';
import { type Rule, usualTolerance } from '../rule.ts';

const leastSize = 0.003;
/** In variances times the logarithm of the number of points; so chosen that it alarms as often as in the facts. */
const penaltyFactor = 8;

/**
 * PELT (Killick, Fearnhead and Eckley, 2012) for a change of the mean: least squares plus a penalty for each change,
 * found exactly, with starts that can never be best again pruned. Changes of less than 0.3 % are left out.
 */
export const peltRule: Rule = {
  name: 'PELT, >= 0.3 %',
  toleranceNights: usualTolerance,
  find(values) {
    const logarithms = values.map(Math.log);
    const ends = [0, ...changesOf(logarithms), values.length];
    return ends.slice(1, -1).filter((change, index) => {
      const before = median(logarithms.slice(ends[index], change));
      const after = median(logarithms.slice(change, ends[index + 2]));
      return Math.abs(after - before) >= leastSize;
    });
  },
};

function changesOf(values: readonly number[]): readonly number[] {
  const penalty = penaltyFactor * varianceOf(values) * Math.log(values.length);
  const sums = runningSums(values);
  const squares = runningSums(values.map((value) => value ** 2));
  const cost = (from: number, to: number) => {
    const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
    return (squares[to] ?? 0) - (squares[from] ?? 0) - sum ** 2 / (to - from);
  };
  const least = [-penalty];
  const lastChange = [0];
  let starts = [0];
  for (let end = 1; end <= values.length; end += 1) {
    const totals = starts.map((start) => (least[start] ?? 0) + cost(start, end));
    const best = totals.reduce((one, other) => Math.min(one, other));
    least.push(best + penalty);
    lastChange.push(starts[totals.indexOf(best)] ?? 0);
    starts = [...starts.filter((_, index) => (totals[index] ?? 0) <= best + penalty), end];
  }
  const changes: number[] = [];
  for (let end = lastChange[values.length] ?? 0; end > 0; end = lastChange[end] ?? 0) {
    changes.unshift(end);
  }
  return changes;
}

function runningSums(values: readonly number[]): readonly number[] {
  let total = 0;
  return [0, ...values.map((value) => (total += value))];
}

function varianceOf(values: readonly number[]): number {
  const moves = values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? 0)));
  return (1.4826 * median(moves)) ** 2 / 2;
}
