/** Removes one object of a plan after a fresh look at it, and says what came of that. */
import { type BenchError, isBenchError, toBenchError } from '../errors.ts';
import type { BuildCacheRow } from '../model/engine.ts';
import type { EnginePort, FilePort, Report } from '../ports.ts';
import { plainText } from '../text/format.ts';
import { type Looker, lookAgain } from './fresh-look.ts';
import { keepLog } from './keep-log.ts';
import type { PlanItem } from './plan-model.ts';
import type { ReceiptItem } from './receipt.ts';
import { removeSteps } from './remove-steps.ts';

export interface RemovalDeps {
  readonly engine: Looker & Pick<EnginePort, 'removeObject' | 'readLog'>;
  readonly files: Pick<FilePort, 'saveStream'>;
}

/** What came of an object, and what ends the prune if that was it. */
export interface Tried {
  readonly item: ReceiptItem;
  readonly failure?: BenchError;
}

const maxReasonLength = 1000;
const goneBefore = 'it was gone already';

/** Whether nothing more can be done after a failure. */
function endsPrune({ reason }: BenchError): boolean {
  return reason === 'cancelled' || reason === 'engine-unreachable' || reason === 'engine-permission';
}

/** A line of the receipt. */
export function receiptItem(
  { kind, id, name, bytes }: PlanItem,
  outcome: ReceiptItem['outcome'],
  reason: string,
): ReceiptItem {
  const plain = plainText(reason, maxReasonLength);
  return { kind, id, name, outcome, reason: plain, bytes, steps: [], log: undefined };
}

/** What a removal takes into account besides the object. */
export interface RemovalContext {
  /** Folder for the logs of containers that are removed; `undefined` to let them go. */
  readonly logs: string | undefined;
  /** The engine's records at the start of the prune; `undefined` if it did not say. */
  readonly buildCache: readonly BuildCacheRow[] | undefined;
}

/** Removes an object unless it is not any more what the plan says; see {@link Tried}. It does not reject. */
export async function removeItem(
  deps: RemovalDeps,
  item: PlanItem,
  { logs, buildCache }: RemovalContext,
  report: Report,
  signal: AbortSignal,
): Promise<Tried> {
  if (!item.removable) {
    return { item: receiptItem(item, 'kept', `the plan says that it has to stay: ${item.reason}`) };
  }
  let log: string | undefined;
  let isGone: boolean;
  try {
    const look = await lookAgain(deps.engine, item, buildCache, signal);
    if (look.kind === 'changed') {
      return { item: receiptItem(item, 'kept', look.reason) };
    }
    isGone = look.kind === 'gone';
    if (!isGone && item.kind === 'container' && logs !== undefined) {
      log = await keepLog(deps, item, logs, report, signal);
    }
  } catch (thrown) {
    return failed(item, toBenchError(thrown), 'not-tried');
  }
  const tried = isGone ? { item: receiptItem(item, 'gone', goneBefore) } : await remove(deps, item, signal);
  return withSteps(deps, item, { ...tried, item: { ...tried.item, log } }, signal);
}

async function remove({ engine }: RemovalDeps, item: PlanItem, signal: AbortSignal): Promise<Tried> {
  try {
    await engine.removeObject(item);
    return { item: receiptItem(item, 'removed', item.reason) };
  } catch (thrown) {
    const error = toBenchError(thrown);
    // An engine may have done what it then could not say, and so may another prune.
    return error.reason === 'engine-failed' && (await isGone(engine, item, signal))
      ? { item: receiptItem(item, 'gone', `it is gone, though ${error.message}`) }
      : failed(item, error, 'unknown');
  }
}

async function isGone(engine: Looker, item: PlanItem, signal: AbortSignal): Promise<boolean> {
  try {
    return (await lookAgain(engine, item, undefined, signal)).kind === 'gone';
  } catch {
    return false;
  }
}

/** @param ended what came of it if the failure ends the prune */
function failed(item: PlanItem, error: BenchError, ended: 'not-tried' | 'unknown'): Tried {
  if (error.reason === 'engine-object-missing') {
    return { item: receiptItem(item, 'gone', goneBefore) };
  }
  if (error.reason === 'engine-object-busy') {
    const words = error.cause instanceof Error ? error.cause.message : 'something is using it';
    return { item: receiptItem(item, 'kept', `the engine does not let it go: ${words}`) };
  }
  return endsPrune(error)
    ? { item: receiptItem(item, ended, error.message), failure: error }
    : { item: receiptItem(item, 'kept', error.message) };
}

async function withSteps(
  { engine }: RemovalDeps,
  item: PlanItem,
  tried: Tried,
  signal: AbortSignal,
): Promise<Tried> {
  const { outcome } = tried.item;
  if (item.kind !== 'image' || (outcome !== 'removed' && outcome !== 'gone')) {
    return tried;
  }
  const { removed, failure } = await removeSteps(engine, item.steps, signal);
  return {
    item: { ...tried.item, steps: removed },
    ...(isBenchError(failure) && endsPrune(failure) ? { failure } : {}),
  };
}
