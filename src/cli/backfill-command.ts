import type { BackfillRequest, ListedBackfill, PlannedBackfill } from '../core/backfill/backfill.ts';
import { backfillCells, backfillSentence } from '../core/backfill/document.ts';
import { countItems, type Measuring } from '../core/backfill/plan.ts';
import type { MeasureRequest } from '../core/bench/request.ts';
import { measuringTitle } from '../core/bench/suite-title.ts';
import type { CommandContext } from './context.ts';
import { type MeasureOptions, oneMeasureRequest } from './measure-options.ts';
import { renderTable } from './tables.ts';

export interface BackfillOptions {
  readonly on: Omit<Measuring, keyof MeasureRequest> & Pick<MeasureRequest, 'branch'>;
  readonly measure: MeasureOptions;
  readonly range: Omit<BackfillRequest, 'measuring'>;
  readonly dryRun: boolean;
}

/** `backfill`: plans past commits of a tree, and measures them. */
export async function backfillCommand(
  context: CommandContext,
  { on, measure, range, dryRun }: BackfillOptions,
): Promise<void> {
  const { services, signal, progress } = context;
  const { backfills } = services.automation();
  const source = { kind: 'commit', commit: range.to } as const;
  const measured = await oneMeasureRequest(context, measure, { treeRoot: on.treeRoot, source });
  const planned = await backfills.plan({ ...range, measuring: { ...measured, ...on } }, signal);
  if (dryRun) {
    printPlanned(context, planned);
    return;
  }
  const { plan } = planned;
  progress.note(`Backfill ${plan.id}: ${backfillSentence(planned)}.`);
  progress.note(`Ctrl-C stops it; "backfill resume ${plan.id}" goes on.`);
  printPlanned(context, await backfills.start(plan, progress.report, signal));
}

/** `backfill resume`: goes on with a plan. */
export async function resumeBackfillCommand(
  context: CommandContext,
  { id, retry }: { readonly id: string; readonly retry: boolean },
): Promise<void> {
  const { services, signal, progress } = context;
  printPlanned(context, await services.automation().backfills.resume(id, retry, progress.report, signal));
}

/** `backfill pause`: asks the process that works on a plan to stop after the commit that it measures. */
export async function pauseBackfillCommand(context: CommandContext, id: string): Promise<void> {
  const isRunning = await context.services.automation().backfills.pause(id);
  context.print({ id, pausing: isRunning }, () =>
    isRunning
      ? `Backfill ${id} stops after the commit that it measures.\n`
      : `Backfill ${id} does not run; nothing to do.\n`,
  );
}

/** `backfill show`: one plan with each of its commits. */
export async function showBackfillCommand(context: CommandContext, id: string): Promise<void> {
  printPlanned(context, await context.services.automation().backfills.show(id, context.signal));
}

/** `backfill list`: all plans, the newest first. */
export async function listBackfillsCommand(context: CommandContext): Promise<void> {
  const listed = await context.services.automation().backfills.list();
  const json = listed.map(({ id, plan, error, ...rest }) =>
    plan === undefined
      ? { id, error: error?.message }
      : { id, ...rest, range: plan.range, createdAtMs: plan.createdAtMs, counts: countItems(plan) },
  );
  context.print(json, () =>
    listed.length === 0
      ? 'No backfill yet.\n'
      : renderTable(
          ['Id', 'Status', 'Range', 'Step', 'Suite', 'Waiting', 'Measured', 'Skipped'],
          listed.map(listedCells),
          [5, 6, 7],
        ),
  );
}

function listedCells(listed: ListedBackfill): readonly string[] {
  if (listed.plan === undefined) {
    return [listed.id, 'unusable', listed.error.message, '', '', '', '', ''];
  }
  const { id, plan, status } = listed;
  const { waiting, known, measured, skipped } = countItems(plan);
  const step = plan.step.kind === 'points' ? `${plan.step.count} points` : plan.step.kind;
  return [
    ...[id, status, plan.range, step, measuringTitle(plan.measuring)],
    ...[waiting, known + measured, skipped].map(String),
  ];
}

function printPlanned(context: CommandContext, planned: PlannedBackfill): void {
  context.print({ ...planned, counts: countItems(planned.plan) }, () => {
    const table = renderTable(
      ['Commit', 'Date (UTC)', 'State', 'Subject'],
      planned.plan.items.map(backfillCells),
    );
    return `${table}\n${backfillSentence(planned)}.\n`;
  });
}
