import { type Rule, usualTolerance } from '../rule.ts';

const leastBack = 12;
const mostBack = 24;
const ahead = 12;
const threshold = 7;

/**
 * Mozilla's Perfherder: Student's t between the 12 to 24 nights before and the 12 nights from here on, nearer nights
 * weighing more (linear weights); an alarm where t is above 7 and not below its neighbours'. The window before grows
 * by one night for each night without an alarm.
 */
export const perfherderRule: Rule = {
  name: 'Mozilla Perfherder, t > 7',
  toleranceNights: usualTolerance,
  find(values) {
    const scores: number[] = [0];
    let quietNights = 0;
    for (let night = 1; night < values.length; night += 1) {
      const back = Math.min(Math.max(quietNights, leastBack), mostBack);
      const score = studentT(
        values.slice(Math.max(0, night - back), night).reverse(),
        values.slice(night, night + ahead),
      );
      quietNights = score > threshold ? 0 : quietNights + 1;
      scores.push(score);
    }
    return scores.flatMap((score, night) => {
      const enough = night >= leastBack && values.length - night >= ahead;
      const peak = score >= (scores[night - 1] ?? 0) && score >= (scores[night + 1] ?? 0);
      return enough && score > threshold && peak ? [night] : [];
    });
  },
};

/** Of two groups of values, the most telling first. */
function studentT(one: readonly number[], other: readonly number[]): number {
  const [first, second] = [weighted(one), weighted(other)];
  const difference = Math.abs(first.mean - second.mean);
  return difference === 0
    ? 0
    : difference / Math.sqrt(first.variance / one.length + second.variance / other.length);
}

function weighted(values: readonly number[]): { mean: number; variance: number } {
  const weights = values.map((_, index) => (values.length - index) / values.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = values.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0) / total;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: values.length > 1 ? squares / (values.length - 1) : 0 };
}
