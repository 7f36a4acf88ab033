/** What a plan and a receipt say, for terminals and for documents. */
import { formatBytes, formatDuration } from '../text/format.ts';
import type { PlanItem } from './plan-model.ts';
import { bytesOf, type PrunePlan, tickedItems } from './plan-model.ts';
import { countOf, type PruneOutcome, type PruneReceipt } from './receipt.ts';

/** A size, or a question mark if it is not known. */
export function sizeText(bytes: number | undefined): string {
  return bytes === undefined ? '?' : formatBytes(bytes);
}

/** A day in UTC, `2026-11-25`; empty if it is not known. */
export function dayText(atMs: number | undefined): string {
  return atMs === undefined || atMs <= 0 ? '' : new Date(atMs).toISOString().slice(0, 10);
}

/** What a plan's tables say of an item: kind, name, size, day, time of making, maker, reason. */
export const itemHead = ['Kind', 'Name', 'Size', 'Made on', 'Took', 'Made by', 'Why'] as const;

/** Columns of {@link itemHead} with numbers. */
export const itemNumbers = [2, 4];

/** Why an item goes or stays, and what goes along with it. */
export function reasonText(item: PlanItem): string {
  const steps = item.kind === 'image' && item.removable ? item.steps.length : 0;
  return steps === 0 ? item.reason : `${item.reason}; with up to ${steps} nameless below it`;
}

/** An item as a row below {@link itemHead}. */
export function itemCells(item: PlanItem): readonly string[] {
  const took = item.remakeMs === undefined ? '' : formatDuration(item.remakeMs);
  return [
    item.kind,
    item.name,
    sizeText(item.bytes),
    dayText(item.createdAtMs),
    took,
    item.madeBy,
    reasonText(item),
  ];
}

/** Name and address, and whether it is another machine's; a virtual one on this machine counts as another. */
export function engineText({ name, endpoint, local }: PrunePlan['engine']): string {
  return local ? `${name}, ${endpoint}` : `${name}, ${endpoint}, of another or a virtual machine`;
}

/** `3 of 17 objects, about 1.2 GB`. */
export function tickedText(plan: PrunePlan): string {
  const ticked = tickedItems(plan);
  const objects = plan.items.length === 1 ? 'object' : 'objects';
  const unknown = ticked.some(({ bytes }) => bytes === undefined) ? ' and what is not known' : '';
  return `${ticked.length} of ${plan.items.length} ${objects}, about ${formatBytes(bytesOf(ticked))}${unknown}`;
}

const outcomeWords: Readonly<Record<PruneOutcome, string>> = {
  removed: 'removed',
  gone: 'gone before',
  kept: 'kept',
  unknown: 'unknown',
  'not-tried': 'not tried',
};

/** An outcome as people read it. */
export function outcomeText(outcome: PruneOutcome): string {
  return outcomeWords[outcome];
}

/** `2 removed, 1 kept; 1.2 GB are free again.` */
export function receiptSentence(receipt: PruneReceipt): string {
  const outcomes = Object.keys(outcomeWords) as PruneOutcome[];
  const counts = outcomes.flatMap((outcome) => {
    const count = countOf(receipt, outcome);
    return count === 0 ? [] : [`${count} ${outcomeWords[outcome]}`];
  });
  const { freedBytes } = receipt;
  const freed =
    freedBytes === undefined
      ? 'how much is free again is not known'
      : `${formatBytes(freedBytes)} are free again`;
  return `${counts.length === 0 ? 'Nothing was ticked' : counts.join(', ')}; ${freed}.`;
}
