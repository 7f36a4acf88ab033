/** What came of a prune. */
import type { ErrorReason } from '../errors.ts';
import type { ObjectId } from '../model/objects.ts';
import type { PrunePlan } from './plan-model.ts';

/**
 * What came of one object: `removed` by this prune; `gone` before it; `kept`, for the reason that is given; `unknown`
 * when the engine went away in the middle of its removal; `not-tried` when the prune had ended before.
 */
export type PruneOutcome = 'removed' | 'gone' | 'kept' | 'unknown' | 'not-tried';

export interface ReceiptItem extends ObjectId {
  /** For people. */
  readonly name: string;
  readonly outcome: PruneOutcome;
  /** Why, for people. */
  readonly reason: string;
  /** About how much it held, by the plan. */
  readonly bytes: number | undefined;
  /** Identifiers of the nameless images below an image that were removed after it. */
  readonly steps: readonly string[];
  /** The file that has a container's log; `undefined` if none was kept. */
  readonly log: string | undefined;
}

export interface PruneReceipt {
  readonly engine: PrunePlan['engine'];
  readonly rule: string;
  readonly startedAtMs: number;
  readonly finishedAtMs: number;
  /** In the order of the plan. */
  readonly items: readonly ReceiptItem[];
  /** By how much the engine's disk usage fell meanwhile; `undefined` if it could not be told. */
  readonly freedBytes: number | undefined;
  /** What ended the prune before its end. */
  readonly failure: { readonly reason: ErrorReason; readonly message: string } | undefined;
}

/** How many objects have this outcome. */
export function countOf({ items }: PruneReceipt, outcome: PruneOutcome): number {
  return items.filter((item) => item.outcome === outcome).length;
}
