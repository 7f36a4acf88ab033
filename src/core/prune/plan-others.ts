/** The containers, volumes, networks and build cache of a prune plan. */
import type { BuildCacheRow } from '../model/engine.ts';
import type { ContainerItem, NetworkItem, VolumeItem } from '../resources/snapshot.ts';
import { plainText } from '../text/format.ts';
import {
  goes,
  isNeeded,
  isOver,
  type Judging,
  judgeUsers,
  stays,
  type Verdict,
  whyItStays,
  withMaker,
} from './judge.ts';
import type { PlanItem } from './plan-model.ts';
import { remakeOfVolume } from './remake.ts';

const maxNameLength = 500;

type JudgingContainers = Omit<Judging, 'goesAlong' | 'mayGo'>;

/** Items for the containers that the plan is about, the oldest first. */
export function judgeContainers(judging: JudgingContainers): readonly PlanItem[] {
  return judging.snapshot.containers
    .toSorted((a, b) => a.createdAtMs - b.createdAtMs)
    .filter(({ id }) => judging.isMeant({ kind: 'container', id }))
    .map((container) => containerItem(container, judging));
}

/** Items for whatever goes after containers and images. */
export function judgeRest(judging: Judging): readonly PlanItem[] {
  const { volumes, networks, buildCache = [] } = judging.snapshot;
  return [
    ...volumes
      .filter(({ name }) => judging.isMeant({ kind: 'volume', id: name }))
      .map((volume) => volumeItem(volume, judging)),
    ...networks
      .filter(({ id, builtIn }) => !builtIn && judging.isMeant({ kind: 'network', id }))
      .map((network) => networkItem(network, judging)),
    ...childrenFirst(buildCache)
      .filter(({ id }) => judging.isMeant({ kind: 'build-cache', id }))
      .map((record) => cacheItem(record, judging)),
  ];
}

function containerItem(container: ContainerItem, judging: JudgingContainers): PlanItem {
  const finishedAtMs = container.ended ? judging.facts.finishedAtMs.get(container.id) : undefined;
  return {
    kind: 'container',
    id: container.id,
    name: plainText(container.name, maxNameLength),
    ...judgeContainer(container, finishedAtMs, judging),
    bytes: container.writableBytes,
    createdAtMs: container.createdAtMs,
    madeBy: container.origin,
    state: container.state,
    finishedAtMs,
  };
}

function judgeContainer(
  container: ContainerItem,
  finishedAtMs: number | undefined,
  { facts, rule }: JudgingContainers,
): Verdict {
  if (container.state === 'created') {
    return stays('it was never started, and may be about to');
  }
  if (!container.ended) {
    return isNeeded(`it is ${container.state}`);
  }
  if (finishedAtMs === undefined) {
    return stays('when it ended is not known');
  }
  const { name, image, writableBytes: bytes, createdAtMs, origin: madeBy } = container;
  const candidate = { bytes, createdAtMs, lastUsedAtMs: finishedAtMs, madeBy };
  const reason = whyItStays({ kind: 'container', names: [name, image], ...candidate }, rule, facts.nowMs);
  if (reason !== undefined) {
    return stays(reason);
  }
  return isOver(finishedAtMs, rule, facts.nowMs)
    ? goes(withMaker('it has ended', madeBy))
    : stays('it ended only a short while ago');
}

function volumeItem(volume: VolumeItem, { snapshot, facts, rule, goesAlong, mayGo }: Judging): PlanItem {
  const { name, sizeBytes: bytes, createdAtMs, origin: madeBy } = volume;
  const candidate = {
    kind: 'volume',
    names: [name],
    lastUsedAtMs: undefined,
    bytes,
    createdAtMs,
    madeBy,
  } as const;
  const reason = whyItStays(candidate, rule, facts.nowMs);
  const verdict =
    judgeUsers(volume.usedBy, goesAlong, mayGo) ??
    (reason === undefined ? goes(withMaker('no container uses it', madeBy)) : stays(reason));
  return {
    kind: 'volume',
    id: name,
    name: plainText(name, maxNameLength),
    ...verdict,
    ...{ bytes, createdAtMs, madeBy },
    remakeMs: remakeOfVolume(volume, snapshot.images),
  };
}

function networkItem(network: NetworkItem, { facts, rule, goesAlong, mayGo }: Judging): PlanItem {
  const { id, name, createdAtMs, origin: madeBy } = network;
  const candidate = { lastUsedAtMs: undefined, bytes: 0, createdAtMs, madeBy };
  const reason =
    whyItStays({ kind: 'network', names: [name], ...candidate }, rule, facts.nowMs) ??
    // A network is made before the container that it is for.
    (createdAtMs !== undefined && isOver(createdAtMs, rule, facts.nowMs)
      ? undefined
      : 'it was made only a short while ago');
  const verdict =
    judgeUsers(network.usedBy, goesAlong, mayGo) ??
    (reason === undefined ? goes(withMaker('no container uses it', madeBy)) : stays(reason));
  return {
    kind: 'network',
    id,
    name: plainText(name, maxNameLength),
    ...verdict,
    bytes: 0,
    createdAtMs,
    madeBy,
  };
}

function cacheItem(record: BuildCacheRow, { facts, rule }: Judging): PlanItem {
  const { id, description, sizeBytes: bytes, createdAtMs, lastUsedAtMs } = record;
  const candidate = { names: [description], madeBy: 'other', bytes, createdAtMs, lastUsedAtMs } as const;
  const reason = whyItStays({ kind: 'build-cache', ...candidate }, rule, facts.nowMs);
  const name = plainText(description === '' ? id : description, maxNameLength);
  return {
    ...{ kind: 'build-cache', id, name, bytes, createdAtMs, madeBy: 'other' },
    ...judgeCache(record, reason),
  };
}

function judgeCache({ inUse, shared }: BuildCacheRow, reason: string | undefined): Verdict {
  if (inUse) {
    return isNeeded('a build is using it');
  }
  if (shared) {
    return isNeeded('an image shares it, so that nothing would be freed');
  }
  return reason === undefined ? goes('no build is using it') : stays(reason);
}

/** Records before those that they rest on, else the one that was used longest ago first. */
function childrenFirst(records: readonly BuildCacheRow[]): readonly BuildCacheRow[] {
  const children = new Map<string, BuildCacheRow[]>();
  for (const record of records) {
    for (const parent of record.parents) {
      children.set(parent, [...(children.get(parent) ?? []), record]);
    }
  }
  const ordered = new Set<BuildCacheRow>();
  const entered = new Set<BuildCacheRow>();
  const visit = (record: BuildCacheRow) => {
    if (!entered.has(record)) {
      entered.add(record);
      (children.get(record.id) ?? []).forEach(visit);
      ordered.add(record);
    }
  };
  records.toSorted((a, b) => (a.lastUsedAtMs ?? 0) - (b.lastUsedAtMs ?? 0)).forEach(visit);
  return [...ordered];
}
