/** Decides what a prune would remove and says why, item by item. Pure: nothing is removed here. */
import { isObjectId, type ObjectId, objectKey } from '../model/objects.ts';
import { isNeeded, type Judging, type PruneFacts, stays, targetBytes } from './judge.ts';
import { judgeImages } from './plan-images.ts';
import type { PlanItem, PrunePlan } from './plan-model.ts';
import { judgeContainers, judgeRest } from './plan-others.ts';
import type { PruneRule } from './rule.ts';

/** What a plan is made for. */
export interface PlanRequest {
  readonly ruleName: string;
  readonly rule: PruneRule;
  /** Keys of the objects that it is about, as `objectKey` makes them; `undefined` for all. */
  readonly only: ReadonlySet<string> | undefined;
}

/** The plan for an engine's objects. */
export function planPrune(snapshot: Judging['snapshot'], facts: PruneFacts, request: PlanRequest): PrunePlan {
  const { rule, ruleName, only } = request;
  const isMeant = (object: ObjectId) => only === undefined || only.has(objectKey(object));
  const judged = { snapshot, facts, rule, isMeant };
  const containers = judgeContainers(judged);
  const byId = new Map(containers.map((item) => [item.id, item]));
  const judging: Judging = {
    ...judged,
    goesAlong: ({ id }) => byId.get(id)?.remove === true,
    mayGo: ({ id }) => byId.get(id)?.removable === true,
  };
  const items = [...containers, ...judgeImages(judging), ...judgeRest(judging)].map(withSafeId);
  const { id, name, endpoint, local } = snapshot.engine;
  return {
    format: 'php-source-bench prune plan',
    version: 1,
    madeAtMs: facts.nowMs,
    engine: { id, name, endpoint, local },
    rule: ruleName,
    items: untilEnough(items, targetBytes(rule)),
  };
}

/** An identifier that is not of Docker's form could mean something else in a call to the engine. */
function withSafeId(item: PlanItem): PlanItem {
  return isObjectId(item) ? item : { ...item, ...isNeeded("its identifier is none of Docker's") };
}

/** Ticks in order until enough is freed, as far as sizes are known; what comes after that stays. */
function untilEnough(items: readonly PlanItem[], enoughBytes: number | undefined): readonly PlanItem[] {
  if (enoughBytes === undefined) {
    return items;
  }
  let freedBytes = 0;
  return items.map((item) => {
    if (!item.remove) {
      return item;
    }
    if (freedBytes >= enoughBytes) {
      return { ...item, ...stays('enough is freed without it') };
    }
    freedBytes += item.bytes ?? 0;
    return item;
  });
}
