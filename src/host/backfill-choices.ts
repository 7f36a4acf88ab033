/** What the lists of a backfill offer. */
import type { BackfillStatus, ListedBackfill } from '../core/backfill/backfill.ts';
import { backfillTitle } from '../core/backfill/document.ts';
import { countItems } from '../core/backfill/plan.ts';
import { type Step, startOfDayBefore } from '../core/backfill/select-commits.ts';
import { inertText } from './foreign-text.ts';
import type { Translate } from './translate.ts';

export interface RangeChoice {
  readonly label: string;
  /** Start of a day in UTC; `undefined` for a range that begins with a commit, which is asked for. */
  readonly sinceMs: number | undefined;
}

/** Ranges up to the commit that is checked out. */
export function rangeChoices(nowMs: number, t: Translate): readonly RangeChoice[] {
  const since = (days: number) => startOfDayBefore(nowMs, days);
  return [
    { label: t('The last 30 days'), sinceMs: since(30) },
    { label: t('The last 90 days'), sinceMs: since(90) },
    { label: t('The last 365 days'), sinceMs: since(365) },
    { label: t('From a commit on…'), sinceMs: undefined },
  ];
}

export interface StepChoice {
  readonly label: string;
  readonly step: Step;
}

export function stepChoices(t: Translate): readonly StepChoice[] {
  const points = (count: number): StepChoice => ({
    label: t('{0} commits, as evenly as they come', count),
    step: { kind: 'points', count },
  });
  return [
    { label: t("Each day's last commit"), step: { kind: 'daily' } },
    { label: t("Each week's last commit"), step: { kind: 'weekly' } },
    { label: t('Every commit'), step: { kind: 'every' } },
    points(10),
    points(50),
  ];
}

export interface BackfillItem {
  readonly label: string;
  readonly description: string;
  /** The tree that it is of. */
  readonly detail: string;
  readonly id: string;
  /** `undefined` for one whose file cannot be used. */
  readonly status: BackfillStatus | undefined;
}

/** A backfill as a row to choose from. */
export function backfillItem(listed: ListedBackfill, t: Translate): BackfillItem {
  const { id } = listed;
  if (listed.plan === undefined) {
    const description = inertText(listed.error.message);
    return { id, label: `$(warning) ${id}`, description, detail: '', status: undefined };
  }
  const { plan, status } = listed;
  const { waiting } = countItems(plan);
  const done = t('{0} of {1} commits', plan.items.length - waiting, plan.items.length);
  return {
    id,
    label: `$(${icons[status]}) ${inertText(backfillTitle(plan))}`,
    description: `${statusText(status, t)}, ${done}`,
    detail: plan.measuring.treeRoot,
    status,
  };
}

const icons: Readonly<Record<BackfillStatus, string>> = {
  running: 'debug-pause',
  pausing: 'watch',
  paused: 'play',
  done: 'check',
};

function statusText(status: BackfillStatus, t: Translate): string {
  switch (status) {
    case 'running':
      return t('running: choose it to pause it');
    case 'pausing':
      return t('pausing after its commit');
    case 'paused':
      return t('paused: choose it to go on');
    case 'done':
      return t('done: choose it to see it');
  }
}
