/** The look at an object just before it would be removed: only what is as the plan says may go. */
import type { BuildCacheRow } from '../model/engine.ts';
import type { User } from '../model/objects.ts';
import type { EnginePort } from '../ports.ts';
import { listNames } from './judge.ts';
import type { PlanItem } from './plan-model.ts';

export type Looker = Pick<
  EnginePort,
  'findImage' | 'lookAtContainer' | 'lookAtVolume' | 'lookAtNetwork' | 'usersOf'
>;

/** What a look found: it is as it was, it is gone, or why it stays. */
export type Look = { readonly kind: 'same' | 'gone' } | { readonly kind: 'changed'; readonly reason: string };

const same: Look = { kind: 'same' };
const gone: Look = { kind: 'gone' };

function changed(reason: string): Look {
  return { kind: 'changed', reason };
}

type ItemOf<TKind extends PlanItem['kind']> = Extract<PlanItem, { readonly kind: TKind }>;

/**
 * Looks at an object of a plan.
 * @param buildCache the engine's records at the start of the prune: it cannot be asked for a single one
 */
export async function lookAgain(
  engine: Looker,
  item: PlanItem,
  buildCache: readonly BuildCacheRow[] | undefined,
  signal: AbortSignal,
): Promise<Look> {
  switch (item.kind) {
    case 'container':
      return lookAtContainer(engine, item, signal);
    case 'image':
      return lookAtImage(engine, item, signal);
    case 'volume':
      return lookAtVolume(engine, item, signal);
    case 'network':
      return (await engine.lookAtNetwork(item.id, signal)) === undefined
        ? gone
        : unlessUsed(await engine.usersOf(item, signal));
    case 'build-cache':
      return lookAtCache(item, buildCache);
  }
}

async function lookAtContainer(
  engine: Looker,
  item: ItemOf<'container'>,
  signal: AbortSignal,
): Promise<Look> {
  const now = await engine.lookAtContainer(item.id, signal);
  if (now === undefined) {
    return gone;
  }
  if (now.state !== item.state) {
    return changed(`it is ${now.state} now`);
  }
  return now.finishedAtMs === item.finishedAtMs ? same : changed('it has run again since');
}

async function lookAtImage(engine: Looker, item: ItemOf<'image'>, signal: AbortSignal): Promise<Look> {
  const now = await engine.findImage(item.id, signal);
  if (now === undefined) {
    return gone;
  }
  const names = [...now.references, ...now.repoDigests];
  const got = names.filter((name) => !item.references.includes(name));
  if (got.length > 0) {
    return changed(`it got the name ${listNames(got)}`);
  }
  const lost = item.references.filter((name) => !names.includes(name));
  return lost.length > 0
    ? changed(`it lost the name ${listNames(lost)}`)
    : unlessUsed(await engine.usersOf(item, signal));
}

async function lookAtVolume(engine: Looker, item: ItemOf<'volume'>, signal: AbortSignal): Promise<Look> {
  const now = await engine.lookAtVolume(item.id, signal);
  if (now === undefined) {
    return gone;
  }
  return now.createdAtMs === item.createdAtMs
    ? unlessUsed(await engine.usersOf(item, signal))
    : changed('it is another volume of that name');
}

function lookAtCache({ id }: PlanItem, buildCache: readonly BuildCacheRow[] | undefined): Look {
  if (buildCache === undefined) {
    return changed('the engine does not say what its build cache holds');
  }
  const now = buildCache.find((record) => record.id === id);
  if (now === undefined) {
    return gone;
  }
  return now.inUse ? changed('a build is using it') : same;
}

function unlessUsed(users: readonly User[]): Look {
  return users.length === 0 ? same : changed(`used by ${listNames(users.map(({ name }) => name))}`);
}
