import type { Cause } from '../../../../src/core/change/cause.ts';
import { detectBeside, type FoundBeside } from '../../../../src/core/change/detect-beside.ts';
import { detectChanges } from '../../../../src/core/change/detect-changes.ts';
import { judgeBeside } from '../../../../src/core/change/judge-series.ts';
import { type Measured, type Rule, usualTolerance } from '../rule.ts';

const toleranceNights = usualTolerance;

/** The product's own detector on one series, at an operating point. */
export function ourRule(name: string, leastStrength: number): Rule {
  return {
    name,
    toleranceNights,
    find: (values) => detectChanges(values, leastStrength).changes.map(({ firstAfter }) => firstAfter),
  };
}

/** As the editor and the command line use it. The time of one series alone is that of `detectChanges`. */
export function ourUsualRule(name: string): Rule {
  return {
    name,
    toleranceNights,
    find: (values, measured) =>
      (measured === undefined ? detectChanges(values) : found(measured)).changes.map(
        ({ firstAfter }) => firstAfter,
      ),
  };
}

/** Only what has one of these causes. */
export function ourCauseRule(name: string, causes: readonly Exclude<Cause, 'spike'>[]): Rule {
  return {
    name,
    toleranceNights,
    find: (values, measured = { subject: values }) =>
      judgeBeside(found(measured), measured.subject, measured).flatMap((verdict) =>
        verdict.cause !== 'spike' && causes.includes(verdict.cause) ? [verdict.change.firstAfter] : [],
      ),
  };
}

function found(measured: Measured): FoundBeside {
  return detectBeside(measured.subject, measured);
}
