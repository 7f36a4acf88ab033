/** Sizes of all that an engine holds, which may take it minutes to compute. */
import { setTimeout as delay } from 'node:timers/promises';
import type { InferOutput } from 'valibot';
import type { BuildCacheRow, DiskUsage } from '../core/model/engine.ts';
import { ask, type Connection, dial, throwIfCancelled } from './connection.ts';
import { EngineReplyError } from './failures.ts';
import { timeMs } from './normalise.ts';
import { diskUsageReply } from './replies.ts';

type Reply = InferOutput<typeof diskUsageReply>;
type Items<TKey extends 'Images' | 'Containers' | 'Volumes' | 'BuildCache'> = NonNullable<Reply[TKey]>;

/** Sizes by name; a size that is absent or negative (-1) is unknown and left out. */
function sizes<TItem>(
  items: readonly TItem[],
  measure: (item: TItem) => readonly [string, number | null | undefined],
): ReadonlyMap<string, number> {
  const known = new Map<string, number>();
  for (const item of items) {
    const [name, size] = measure(item);
    if (typeof size === 'number' && size >= 0) {
      known.set(name, size);
    }
  }
  return known;
}

/** The shared part may be unknown by itself. */
function exclusiveBytes(image: Items<'Images'>[number]): number | undefined {
  const { Size: size, SharedSize: shared } = image;
  return typeof size === 'number' && typeof shared === 'number' && size >= 0 && shared >= 0
    ? size - shared
    : undefined;
}

function toCacheRow(record: Items<'BuildCache'>[number]): BuildCacheRow {
  return {
    id: record.ID,
    description: record.Description,
    sizeBytes: Math.max(0, record.Size),
    inUse: record.InUse,
    shared: record.Shared,
    createdAtMs: timeMs(record.CreatedAt),
    lastUsedAtMs: timeMs(record.LastUsedAt),
    parents: record.Parent === '' ? record.Parents : [record.Parent, ...record.Parents],
  };
}

/** The list at the old place, or else at the new one. */
function either<TItem>(
  old: readonly TItem[],
  usage: { readonly Items: readonly TItem[] } | null | undefined,
) {
  return old.length > 0 ? old : (usage?.Items ?? []);
}

/** Between two questions while the engine adds up for somebody else. */
const busyPauseMs = 200;

/** Older engines add up for one at a time, and refuse all others meanwhile. */
function isBusy(thrown: unknown): boolean {
  const refusal = thrown instanceof Error ? thrown.cause : undefined;
  return (
    refusal instanceof EngineReplyError && /disk usage operation is already running/.test(refusal.message)
  );
}

async function askWhenFree(connection: Connection, signal: AbortSignal): Promise<Reply> {
  for (;;) {
    try {
      // dockerode's own method drops its options. Engines that do not know `verbose` ignore it.
      return await ask(connection, { what: 'add up its disk usage', signal }, diskUsageReply, () =>
        dial(connection, {
          ...{ method: 'GET', path: '/system/df?', options: { verbose: '1' } },
          abortSignal: signal,
        }),
      );
    } catch (thrown) {
      if (!isBusy(thrown)) {
        throw thrown;
      }
      await delay(busyPauseMs, undefined, { signal }).catch(() => throwIfCancelled(signal));
    }
  }
}

/** Asks the engine for all sizes, after whoever asks for them already. */
export async function diskUsage(connection: Connection, signal: AbortSignal): Promise<DiskUsage> {
  const reply = await askWhenFree(connection, signal);
  return {
    imageExclusiveBytes: sizes(either(reply.Images, reply.ImageUsage), (image) => [
      image.Id,
      exclusiveBytes(image),
    ]),
    containerBytes: sizes(either(reply.Containers, reply.ContainerUsage), (container) => [
      container.Id,
      // An engine leaves the zero of an unchanged container out.
      container.SizeRw ?? 0,
    ]),
    volumeBytes: sizes(either(reply.Volumes, reply.VolumeUsage), (volume) => [
      volume.Name,
      volume.UsageData?.Size,
    ]),
    layersBytes: Math.max(0, reply.LayersSize ?? reply.ImageUsage?.TotalSize ?? 0),
    buildCache: either(reply.BuildCache, reply.BuildCacheUsage).map(toCacheRow),
  };
}
