import type { Measuring } from '../core/backfill/plan.ts';
import type { MeasureRequest } from '../core/bench/request.ts';
import { measuringTitle } from '../core/bench/suite-title.ts';
import type { Bisection } from '../core/bisect/bisection.ts';
import type { BisectRequest, ListedBisection } from '../core/bisect/bisections.ts';
import { bisectDocument, bisectSentence } from '../core/bisect/document.ts';
import type { CommandContext } from './context.ts';
import { exitCode } from './exit-codes.ts';
import { type MeasureOptions, roundMeasureRequest } from './measure-options.ts';
import { renderTable } from './tables.ts';

export interface BisectOptions {
  readonly on: Omit<Measuring, keyof MeasureRequest>;
  readonly measure: MeasureOptions;
  readonly search: Omit<BisectRequest, 'measuring'>;
}

/** `bisect`: searches the commit that changed a number. */
export async function bisectCommand(
  context: CommandContext,
  { on, measure, search }: BisectOptions,
): Promise<void> {
  const { services, signal, progress } = context;
  const source = { kind: 'commit', commit: search.to } as const;
  const measured = await roundMeasureRequest(context, measure, { treeRoot: on.treeRoot, source });
  const request = { ...search, measuring: { ...measured, ...on } };
  const onBegin = (id: string) =>
    progress.note(`Bisection ${id}. Ctrl-C stops it; "bisect resume ${id}" goes on.`);
  const { bisections } = services.automation();
  printBisection(context, await bisections.start(request, onBegin, progress.report, signal));
}

/** `bisect resume`: goes on with one, perhaps with more rounds. */
export async function resumeBisectCommand(
  context: CommandContext,
  { id, maxRounds }: { readonly id: string; readonly maxRounds: number | undefined },
): Promise<void> {
  const { services, signal, progress } = context;
  const { bisections } = services.automation();
  printBisection(context, await bisections.resume(id, maxRounds, progress.report, signal));
}

/** `bisect show`: what one has found until now. */
export async function showBisectCommand(context: CommandContext, id: string): Promise<void> {
  printBisection(context, await context.services.automation().bisections.show(id));
}

/** `bisect list`: all of them, the newest first. */
export async function listBisectionsCommand(context: CommandContext): Promise<void> {
  const listed = await context.services.automation().bisections.list();
  const json = listed.map(({ id, ...rest }) =>
    rest.bisection === undefined
      ? { id, error: rest.error.message }
      : { id, pid: rest.pid, sentence: bisectSentence(rest.bisection), outcome: rest.bisection.outcome },
  );
  context.print(json, () =>
    listed.length === 0
      ? 'No bisection yet.\n'
      : renderTable(['Id', 'Status', 'Suite', 'Commits', 'What is known'], listed.map(listedCells), [3]),
  );
}

function listedCells(listed: ListedBisection): readonly string[] {
  if (listed.bisection === undefined) {
    return [listed.id, 'unusable', '', '', listed.error.message];
  }
  const { id, bisection, pid } = listed;
  const ended = bisection.outcome === undefined ? 'stopped' : 'ended';
  const status = pid === undefined ? ended : 'running';
  return [
    id,
    status,
    measuringTitle(bisection.measuring),
    String(bisection.line.length),
    bisectSentence(bisection),
  ];
}

function printBisection(context: CommandContext, bisection: Bisection): void {
  context.print({ ...bisection, sentence: bisectSentence(bisection) }, () => bisectDocument(bisection));
  const { outcome } = bisection;
  if (outcome?.kind === 'cannot-tell' || outcome?.kind === 'no-change') {
    process.exitCode = exitCode.undecided;
  }
}
