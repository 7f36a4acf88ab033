/** Values of options that say which commits are meant. */
import { InvalidArgumentError } from 'commander';
import { type Step, startOfDayBefore } from '../core/backfill/select-commits.ts';

const mostDays = 36_600;

/** `every`, `daily`, `weekly`, or a number of points. */
export function stepOption(text: string): Step {
  if (text === 'every' || text === 'daily' || text === 'weekly') {
    return { kind: text };
  }
  if (/^[1-9]\d{0,3}$/.test(text)) {
    return { kind: 'points', count: Number(text) };
  }
  throw new InvalidArgumentError('It must be every, daily, weekly, or how many commits to take, such as 20.');
}

/** The start of a day in UTC, from `2026-08-01` or, for so many days ago, `90d`; in milliseconds since 1970. */
export function sinceOption(text: string): number {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  if (days !== undefined && Number(days) <= mostDays) {
    return startOfDayBefore(Date.now(), Number(days));
  }
  const timeMs = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(timeMs)) {
    throw new InvalidArgumentError('It must be a date such as 2026-08-01, or days such as 90d.');
  }
  return timeMs;
}
