/** A prune plan and a receipt as Markdown documents. Names from the engine are foreign text and are escaped. */
import { formatBytes, formatDuration } from '../text/format.ts';
import { markdownTable, markdownText } from '../text/markdown.ts';
import { type PlanItem, type PrunePlan, tickedItems } from './plan-model.ts';
import { countOf, type PruneReceipt, type ReceiptItem } from './receipt.ts';
import {
  engineText,
  itemCells,
  itemHead,
  itemNumbers,
  outcomeText,
  receiptSentence,
  sizeText,
  tickedText,
} from './words.ts';

/** The whole plan: what goes, what a person may let go, and what has to stay; ends with a line end. */
export function planDocument(plan: PrunePlan): string {
  const ticked = tickedItems(plan);
  const open = plan.items.filter(({ remove, removable }) => removable && !remove);
  const needed = plan.items.filter(({ removable }) => !removable);
  return sections([
    '# Prune plan',
    `${markdownText(engineText(plan.engine))}. Rule: ${markdownText(plan.rule)}. Nothing has been removed.`,
    `**${markdownText(tickedText(plan))}**`,
    ...itemSection('It would remove', ticked),
    ...itemSection('You may tick as well', open),
    ...itemSection('Has to stay', needed),
  ]);
}

/** What came of a prune; ends with a line end. */
export function receiptDocument(receipt: PruneReceipt): string {
  const { failure, items } = receipt;
  const took = formatDuration(Math.max(0, receipt.finishedAtMs - receipt.startedAtMs));
  return sections([
    '# Prune receipt',
    `${markdownText(engineText(receipt.engine))}. Rule: ${markdownText(receipt.rule)}. ${new Date(receipt.startedAtMs).toISOString()}, ${took}.`,
    `**${markdownText(receiptSentence(receipt))}**`,
    ...(failure === undefined ? [] : [`It ended early: ${markdownText(failure.message)}`]),
    ...(countOf(receipt, 'removed') > 0 ? [sharedNote(receipt)] : []),
    ...(items.length === 0 ? [] : [receiptTable(items)]),
  ]);
}

function sections(parts: readonly string[]): string {
  return parts.join('\n\n').concat('\n');
}

function itemSection(title: string, items: readonly PlanItem[]): readonly string[] {
  return items.length === 0
    ? []
    : [`## ${title} (${items.length})`, markdownTable(itemHead, itemNumbers, items.map(itemCells))];
}

function sharedNote({ items }: PruneReceipt): string {
  const removed = items.filter(({ outcome }) => outcome === 'removed');
  const planned = removed.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  return `The plan said about ${formatBytes(planned)} for what was removed. What the build cache or another image still holds is freed with that.`;
}

function receiptTable(items: readonly ReceiptItem[]): string {
  return markdownTable(
    ['Outcome', 'Kind', 'Name', 'Identifier', 'Size', 'Why', 'Log'],
    [4],
    items.map(({ outcome, kind, name, id, bytes, reason, steps, log }) => [
      outcomeText(outcome),
      kind,
      name,
      id.replace('sha256:', '').slice(0, 12),
      sizeText(bytes),
      steps.length === 0 ? reason : `${reason}; with ${steps.length} nameless below it`,
      log ?? '',
    ]),
  );
}
