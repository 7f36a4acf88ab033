/** What a nightly benchmark measures, and what it remembers from one night to the next. */
import type { Measuring, Plan } from '../backfill/plan.ts';
import { measuringTitle } from '../bench/suite-title.ts';
import type { NightCompanions } from './companions.ts';
import type { TimeOfDay } from './schedule.ts';

export interface NightlyRequest {
  readonly measuring: Measuring;
  /** A branch of the tree, or, with `remote`, of that remote. */
  readonly branch: string;
  /** The remote that the branch is fetched from first; `undefined` for no fetching. */
  readonly remote: string | undefined;
  /** How many days, today among them, are made up for where their commit is not measured. */
  readonly days: number;
  /** A commit-ish that every night measures beside its commits; `undefined` for none. */
  readonly control: string | undefined;
  /** Whether every night measures the last commit of the night before once more. */
  readonly repeat: boolean;
}

/** How the last run ended. */
export interface LastRun {
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  readonly error: { readonly reason: string; readonly message: string } | undefined;
}

export interface NightlyState {
  readonly id: string;
  readonly request: NightlyRequest;
  /** The days that the last run looked at; `undefined` before the first. */
  readonly plan: Plan | undefined;
  /** What the last night measured, or was to measure, beside its commits; `undefined` before the first. */
  readonly companions: NightCompanions | undefined;
  readonly lastRun: LastRun | undefined;
  /** What the scheduler was told to start; `undefined` if it was told nothing. */
  readonly schedule: { readonly command: readonly string[]; readonly at: TimeOfDay } | undefined;
}

/**
 * How its commits are measured: in the series of its branch, wherever that is fetched from; what happens to be
 * checked out is no branch.
 */
export function measuringOf({ measuring, branch }: NightlyRequest): Measuring {
  return branch === 'HEAD' ? measuring : { ...measuring, branch };
}

export const defaultDays = 7;
export const mostDays = 366;

/** Tells one nightly benchmark from another: what it watches, not when and beside what. */
export function nightlyId(
  { measuring, branch, remote }: NightlyRequest,
  sha256: (text: string) => string,
): string {
  const { treeRoot, suite, variant, preset, configureFlags, platform } = measuring;
  const what = [suite.name, variant.name, preset, configureFlags, platform];
  const identity = [treeRoot, branch, remote, ...what];
  return sha256(JSON.stringify(identity)).slice(0, 12);
}

/** For instance `Zend/bench.php on origin/master of /home/me/php-src beside 0123456789`. */
export function nightlyTitle({ measuring, branch, remote, control }: NightlyRequest): string {
  const name = remote === undefined ? branch : `${remote}/${branch}`;
  const beside = control === undefined ? '' : ` beside ${control.slice(0, 10)}`;
  return `${measuringTitle(measuring)} on ${name} of ${measuring.treeRoot}${beside}`;
}
