import { detectChanges } from '../../../../src/core/change/detect-changes.ts';
import { type Rule, usualTolerance } from '../rule.ts';

/** The product's own detector, at an operating point. */
export function ourRule(name: string, leastStrength: number): Rule {
  return {
    name,
    toleranceNights: usualTolerance,
    find: (values) => detectChanges(values, leastStrength).changes.map(({ firstAfter }) => firstAfter),
  };
}
