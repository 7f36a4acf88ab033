import { backfillCells } from '../core/backfill/document.ts';
import { countItems, type Measuring } from '../core/backfill/plan.ts';
import type { MeasureRequest } from '../core/bench/request.ts';
import { errors } from '../core/errors.ts';
import type { CompanionItem } from '../core/nightly/companions.ts';
import type { NightlyRequest } from '../core/nightly/nightly.ts';
import { previewText } from '../core/nightly/preview-text.ts';
import { type TimeOfDay, timeText } from '../core/nightly/schedule.ts';
import type { ListedNightly, NightlySettings } from '../core/nightly/scheduling.ts';
import { plainText } from '../core/text/format.ts';
import type { CommandContext } from './context.ts';
import { type MeasureOptions, oneMeasureRequest } from './measure-options.ts';
import { renderTable } from './tables.ts';

export interface NightlyOptions extends Omit<NightlyRequest, 'measuring'> {
  readonly on: Omit<Measuring, keyof MeasureRequest>;
  readonly measure: MeasureOptions;
}

async function nightlyRequest(
  context: CommandContext,
  { on, measure, ...rest }: NightlyOptions,
): Promise<NightlyRequest> {
  const source = { kind: 'commit', commit: rest.branch } as const;
  const measured = await oneMeasureRequest(context, measure, { treeRoot: on.treeRoot, source });
  return { ...rest, measuring: { ...measured, ...on } };
}

/** `nightly run`: measures the days that are not measured yet. */
export async function nightlyCommand(context: CommandContext, options: NightlyOptions): Promise<void> {
  const { services, signal, progress } = context;
  const request = await nightlyRequest(context, options);
  const { plan, companions } = await services.automation().nightlies.run(request, progress.report, signal);
  const counts = countItems(plan);
  context.print({ plan, counts, companions }, () => {
    const rows = [...plan.items.map(backfillCells), ...companions.map(companionCells)];
    const { measured, known, skipped } = counts;
    const table =
      rows.length === 0 ? '' : `${renderTable(['Commit', 'Date (UTC)', 'State', 'Subject'], rows)}\n`;
    return `${table}${measured} measured, ${known} known from before, ${skipped} skipped.\n`;
  });
}

function companionCells(item: CompanionItem): readonly string[] {
  const [sha = '', date = '', state = '', subject = ''] = backfillCells(item);
  return [sha, date, `${item.role}, ${state}`, subject];
}

export interface InstallOptions {
  readonly nightly: NightlyOptions;
  readonly at: TimeOfDay;
  readonly settings: NightlySettings;
  readonly dryRun: boolean;
}

/** `nightly install`: shows what a scheduler is told, and tells it. */
export async function installNightlyCommand(
  context: CommandContext,
  { nightly, at, settings, dryRun }: InstallOptions,
): Promise<void> {
  const { scheduling } = context.services.automation();
  const request = await nightlyRequest(context, nightly);
  const prepared = await scheduling.prepare(request, at, settings, context.signal);
  if (!dryRun) {
    context.progress.note(previewText(prepared));
    await scheduling.install(prepared);
  }
  const { job, preview } = prepared;
  context.print({ id: job.id, title: job.title, at, preview, installed: !dryRun }, () =>
    dryRun
      ? `${previewText(prepared)}\nNothing was written.\n`
      : `Nightly benchmark ${job.id} is scheduled for ${timeText(at)} each day: ${job.title}.\n`,
  );
}

/** `nightly status`: what is scheduled, and how each ended last. */
export async function nightlyStatusCommand(context: CommandContext): Promise<void> {
  const listed = await context.services.automation().scheduling.list();
  const json = listed.map(({ state, error, ...rest }) => ({
    ...rest,
    error: error?.message,
    request: state?.request,
    schedule: state?.schedule,
    lastRun: state?.lastRun,
    lastCounts: state?.plan === undefined ? undefined : countItems(state.plan),
  }));
  context.print(json, () =>
    listed.length === 0
      ? 'No nightly benchmark. "nightly install" schedules one.\n'
      : renderTable(['Id', 'What', 'Scheduler', 'Next', 'Last run'], listed.map(statusCells)),
  );
}

function statusCells(listed: ListedNightly): readonly string[] {
  return [listed.id, listed.title, schedulerText(listed), nextText(listed), lastText(listed)];
}

function schedulerText({ scheduled, missing }: ListedNightly): string {
  if (scheduled === undefined) {
    return 'none';
  }
  if (missing.length > 0) {
    return `${scheduled.scheduler}, but ${missing.join(', ')} is gone: install it anew`;
  }
  return scheduled.isActive ? scheduled.scheduler : `${scheduled.scheduler}, not active`;
}

function nextText({ scheduled, state }: ListedNightly): string {
  const at = state?.schedule === undefined ? '' : `each day at ${timeText(state.schedule.at)}`;
  return scheduled === undefined ? '' : scheduled.next || at;
}

function lastText({ state, error, pid }: ListedNightly): string {
  if (pid !== undefined) {
    return `running, process ${pid}`;
  }
  if (error !== undefined) {
    return error.message;
  }
  const last = state?.lastRun;
  if (last === undefined) {
    return 'never';
  }
  const when = new Date(last.finishedAtMs).toISOString().slice(0, 16).replace('T', ' ');
  return last.error === undefined ? `${when} well` : `${when} ${plainText(last.error.message, 200)}`;
}

/** `nightly remove`: takes one out of the scheduler; without an id, the only one. */
export async function removeNightlyCommand(context: CommandContext, id: string | undefined): Promise<void> {
  const { scheduling } = context.services.automation();
  const scheduled = (await scheduling.list()).filter((listed) => listed.scheduled !== undefined);
  const [first, second] = scheduled;
  if (id === undefined && second !== undefined) {
    throw errors.invalidSetting('nightly remove', 'there are several; name one that "nightly status" lists.');
  }
  const chosen = id ?? first?.id;
  if (chosen === undefined) {
    throw errors.stateMissing('scheduled nightly benchmark', 'any');
  }
  await scheduling.remove(chosen);
  context.print({ id: chosen, removed: true }, () => `Nightly benchmark ${chosen} is no longer scheduled.\n`);
}
