import { median } from '../../../../src/core/stats/quantiles.ts';
import type { Rule } from '../rule.ts';

const reach = 7;
const deviations = 3;

/** The rule after a textbook Hampel filter: 7 points on each side, 3 standard deviations, the median instead. */
export function afterHampel(rule: Rule, name: string): Rule {
  return { name, toleranceNights: rule.toleranceNights, find: (values) => rule.find(filtered(values)) };
}

function filtered(values: readonly number[]): readonly number[] {
  return values.map((value, night) => {
    const around = values.slice(Math.max(0, night - reach), night + reach + 1);
    const usual = median(around);
    const deviation = 1.4826 * median(around.map((other) => Math.abs(other - usual)));
    return Math.abs(value - usual) > deviations * deviation ? usual : value;
  });
}
