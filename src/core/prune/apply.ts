/** Carries out a prune plan: removes exactly what is ticked, each after a fresh look at it. */
import { type BenchError, errors } from '../errors.ts';
import type { DiskUsage } from '../model/engine.ts';
import type { EnginePort, MachinePort, Report } from '../ports.ts';
import { knownUsage } from '../resources/known-usage.ts';
import { plainText } from '../text/format.ts';
import { type PrunePlan, tickedItems } from './plan-model.ts';
import type { PruneReceipt, ReceiptItem } from './receipt.ts';
import { type RemovalDeps, receiptItem, removeItem } from './remove-item.ts';

export interface ApplyDeps extends RemovalDeps {
  readonly engine: RemovalDeps['engine'] & Pick<EnginePort, 'describe' | 'diskUsage'>;
  readonly machine: Pick<MachinePort, 'nowMs'>;
}

export interface ApplyOptions {
  /** Folder that the logs of removed containers are kept in; `undefined` to let them go. */
  readonly logs: string | undefined;
}

/**
 * Removes what is ticked. Once the first object has been looked at, it does not reject any more: the receipt says
 * what was done and what ended it.
 * @throws `prune-plan-unusable` for the plan of another engine, and whatever the engine throws before
 */
export async function applyPlan(
  deps: ApplyDeps,
  plan: PrunePlan,
  options: ApplyOptions,
  report: Report,
  signal: AbortSignal,
): Promise<PruneReceipt> {
  const startedAtMs = deps.machine.nowMs();
  report({ kind: 'step', title: 'Looking at the engine' });
  await requireSameEngine(deps, plan, signal);
  const before = await knownUsage(deps.engine, signal);
  const context = { logs: options.logs, buildCache: before?.buildCache };
  const items: ReceiptItem[] = [];
  let failure: BenchError | undefined;
  const ticked = tickedItems(plan);
  for (const [index, item] of ticked.entries()) {
    failure ??= signal.aborted ? errors.cancelled(signal.reason) : undefined;
    if (failure !== undefined) {
      items.push(receiptItem(item, 'not-tried', 'the prune ended before it'));
      continue;
    }
    const place = `${index + 1} of ${ticked.length}`;
    report({ kind: 'step', title: `Removing ${place}: ${item.kind} ${item.name}` });
    const tried = await removeItem(deps, item, context, report, signal);
    failure = tried.failure;
    items.push(tried.item);
    report({ kind: 'line', text: `${tried.item.outcome}: ${item.kind} ${item.name}: ${tried.item.reason}` });
  }
  return {
    engine: plan.engine,
    rule: plan.rule,
    startedAtMs,
    finishedAtMs: deps.machine.nowMs(),
    items,
    freedBytes: await freedBytes(deps, before, items, failure, signal),
    failure: failure === undefined ? undefined : { reason: failure.reason, message: failure.message },
  };
}

/** An engine without an identity of its own is known by its name and address. */
async function requireSameEngine({ engine }: ApplyDeps, plan: PrunePlan, signal: AbortSignal): Promise<void> {
  const now = await engine.describe(signal);
  const planned = plan.engine;
  const same =
    planned.id === ''
      ? now.id === '' && now.name === planned.name && now.endpoint === planned.endpoint
      : now.id === planned.id;
  if (!same) {
    throw errors.prunePlanUnusable(
      'that was given',
      `it is for the engine ${engineName(planned)}, and this is ${engineName(now)}.`,
    );
  }
}

/** Engines of one name differ in what they call themselves. */
function engineName({ name, id }: PrunePlan['engine']): string {
  return `${plainText(name, 100)} (${plainText(id, 40)})`;
}

/** All bytes of an engine, what several of its objects share counted once. */
function usedBytes(usage: DiskUsage): number {
  const cache = usage.buildCache.filter(({ shared }) => !shared).map(({ sizeBytes }) => sizeBytes);
  const parts = [...usage.containerBytes.values(), ...usage.volumeBytes.values(), ...cache];
  return parts.reduce((sum, bytes) => sum + bytes, usage.layersBytes);
}

async function freedBytes(
  deps: ApplyDeps,
  before: DiskUsage | undefined,
  items: readonly ReceiptItem[],
  failure: BenchError | undefined,
  signal: AbortSignal,
): Promise<number | undefined> {
  if (!items.some(({ outcome }) => outcome === 'removed' || outcome === 'gone')) {
    return 0;
  }
  if (before === undefined || failure !== undefined) {
    return undefined;
  }
  // What was removed is removed, whether or not the engine can still say what that came to.
  const after = await knownUsage(deps.engine, signal).catch(() => undefined);
  return after === undefined ? undefined : Math.max(0, usedBytes(before) - usedBytes(after));
}
