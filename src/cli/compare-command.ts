import type { MeasureRequest } from '../core/bench/request.ts';
import { compareDocument } from '../core/compare/document.ts';
import type { CompareRequest } from '../core/compare/request.ts';
import { verdictSentence } from '../core/compare/words.ts';
import type { CommandContext } from './context.ts';
import { exitCode } from './exit-codes.ts';
import { type MeasureOptions, roundMeasureRequest } from './measure-options.ts';

export interface CompareOptions {
  readonly on: Omit<CompareRequest, keyof MeasureRequest>;
  readonly measure: MeasureOptions;
  /** From which slow-down on, in percent, the command ends with an exit code of its own; `undefined` for never. */
  readonly failIfSlowerPercent: number | undefined;
}

/** `compare`: two builds of a tree in turns, a verdict, and the document. */
export async function compareCommand(
  context: CommandContext,
  { on, measure, failIfSlowerPercent }: CompareOptions,
): Promise<void> {
  const { treeRoot, candidate: source } = on;
  const request = { ...on, ...(await roundMeasureRequest(context, measure, { treeRoot, source })) };
  const result = await context.services.compare(request, context.progress.report, context.signal);
  context.print({ ...result, sentence: verdictSentence(result.main) }, () => compareDocument(result));
  const { verdict, change } = result.main;
  if (
    failIfSlowerPercent !== undefined &&
    verdict === 'slower' &&
    change.estimate * 100 >= failIfSlowerPercent
  ) {
    process.exitCode = exitCode.slower;
  }
}
