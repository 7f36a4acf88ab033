import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errors } from '../../../../src/core/errors.ts';
import type { DiskUsage, VolumeRow } from '../../../../src/core/model/engine.ts';
import type { ObjectKind } from '../../../../src/core/model/objects.ts';
import {
  type SizesState,
  type WatchDeps,
  watchResources,
} from '../../../../src/core/resources/watch-resources.ts';
import { noUsage } from '../../../support/prune.ts';
import { container, engineInfo, volume } from '../../../support/resources.ts';

/** A stream of changes that a test writes. */
class Changes implements AsyncIterable<ObjectKind> {
  readonly #queue: ObjectKind[] = [];
  #gate = Promise.withResolvers<void>();
  #failure: unknown;

  push(...kinds: readonly ObjectKind[]): void {
    this.#queue.push(...kinds);
    this.#gate.resolve();
  }

  fail(error: unknown): void {
    this.#failure = error;
    this.#gate.resolve();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ObjectKind> {
    for (;;) {
      yield* this.#queue.splice(0);
      if (this.#failure !== undefined) {
        throw this.#failure;
      }
      await this.#gate.promise;
      this.#gate = Promise.withResolvers<void>();
    }
  }
}

/** An engine that notes what it is asked, and a clock whose pauses a test ends. */
function stage(more: Partial<WatchDeps['engine']> = {}) {
  const changes = new Changes();
  const asked: string[] = [];
  const pauses: { readonly ms: number; readonly end: () => void }[] = [];
  const told: {
    readonly volumes: readonly string[];
    readonly sizes: SizesState['kind'];
    readonly dead?: number;
  }[] = [];
  const state = { volumes: [volume('a')] as VolumeRow[], usage: noUsage as DiskUsage, nowMs: 0 };
  const list =
    <T>(name: string, rows: () => T) =>
    async () => {
      asked.push(name);
      return rows();
    };
  const controller = new AbortController();
  const engine: WatchDeps['engine'] = {
    describe: list('describe', () => engineInfo),
    listImages: list('images', () => []),
    listContainers: list('containers', () => []),
    listVolumes: list('volumes', () => state.volumes),
    listNetworks: list('networks', () => []),
    diskUsage: list('sizes', () => state.usage),
    watchObjects: async (signal) => {
      asked.push('events');
      signal.addEventListener('abort', () => changes.fail(errors.cancelled()), { once: true });
      return changes;
    },
    ...more,
  };
  const clock = {
    nowMs: () => state.nowMs,
    pause: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve) => {
        pauses.push({ ms, end: resolve });
        signal.addEventListener('abort', () => resolve(), { once: true });
        if (ms === 0) {
          resolve();
        }
      }),
  };
  const ended = watchResources(
    { engine, clock },
    (snapshot, sizes) => {
      const dead = snapshot.containers.filter(({ ended: over }) => over).length;
      const volumes = snapshot.volumes.map(({ name }) => name);
      told.push({ volumes, sizes: sizes.kind, ...(dead === 0 ? {} : { dead }) });
    },
    controller.signal,
  );
  return { changes, asked, pauses, told, state, ended, stop: () => controller.abort() };
}

/** Lets everything happen that is already decided. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Ends the pauses of this length. */
function elapse({ pauses }: ReturnType<typeof stage>, ms: number): void {
  for (const pause of pauses.filter((waiting) => waiting.ms === ms)) {
    pause.end();
  }
}

const burstMs = 60;
const quietMs = 2000;

describe('the watch over an engine', () => {
  it('listens, then tells the rows, then the sizes, and asks for nothing more while nothing happens', async () => {
    const watch = stage();
    await settle();
    assert.deepEqual(watch.asked, [
      'events',
      'describe',
      'images',
      'containers',
      'volumes',
      'networks',
      'containers',
      'sizes',
    ]);
    assert.deepEqual(watch.told, [
      { volumes: ['a'], sizes: 'reading' },
      { volumes: ['a'], sizes: 'known' },
    ]);
    watch.stop();
    await watch.ended;
  });

  it('lists after a burst of events once, and only what changed', async () => {
    const watch = stage();
    await settle();
    watch.asked.length = 0;
    watch.state.volumes = [volume('a'), volume('b')];
    watch.changes.push('volume', 'container', 'volume');
    await settle();
    assert.deepEqual(watch.asked, []);
    elapse(watch, burstMs);
    await settle();
    assert.deepEqual(watch.asked, ['volumes', 'containers']);
    assert.deepEqual(watch.told.at(-1), { volumes: ['a', 'b'], sizes: 'known' });
    watch.stop();
    await watch.ended;
  });

  it('adds sizes up again when the engine has become quiet', async () => {
    const watch = stage();
    await settle();
    watch.asked.length = 0;
    for (const kind of ['volume', 'image'] as const) {
      watch.changes.push(kind);
      await settle();
      elapse(watch, burstMs);
      await settle();
    }
    assert.deepEqual(watch.asked, ['volumes', 'images']);
    elapse(watch, quietMs);
    await settle();
    // There was a change during the rest, so that it rests once more.
    assert.deepEqual(watch.asked, ['volumes', 'images']);
    elapse(watch, quietMs);
    await settle();
    assert.deepEqual(watch.asked, ['volumes', 'images', 'containers', 'sizes']);
    watch.stop();
    await watch.ended;
  });

  it('sees the end of a container that the engine told of before its list showed it', async () => {
    let state: 'running' | 'exited' = 'running';
    const watch = stage({ listContainers: async () => [container('c', { state })] });
    await settle();
    watch.changes.push('container');
    await settle();
    elapse(watch, burstMs);
    await settle();
    state = 'exited';
    const tellings = watch.told.length;
    elapse(watch, quietMs);
    await settle();
    elapse(watch, quietMs);
    await settle();
    assert.equal(watch.told[tellings]?.dead, 1);
    watch.stop();
    await watch.ended;
  });

  it('rests longer on an engine that takes long to add up', async () => {
    const watch = stage({
      diskUsage: async () => {
        watch.state.nowMs += 60_000;
        return noUsage;
      },
    });
    await settle();
    watch.changes.push('volume');
    await settle();
    elapse(watch, burstMs);
    await settle();
    assert.equal(watch.pauses.at(-1)?.ms, 600_000);
    watch.stop();
    await watch.ended;
  });

  it('tells rows without sizes when these cannot be added up', async () => {
    const watch = stage({
      diskUsage: () => Promise.reject(errors.engineFailed('add up', 'a layer is gone.')),
    });
    await settle();
    assert.deepEqual(watch.told.at(-1), { volumes: ['a'], sizes: 'failed' });
    watch.stop();
    await watch.ended;
  });

  it('ends with the failure when the engine goes away, and tells nothing after that', async () => {
    const watch = stage();
    await settle();
    watch.changes.fail(errors.engineUnreachable('unix:///x.sock'));
    await assert.rejects(watch.ended, { reason: 'engine-unreachable' });
    const count = watch.told.length;
    watch.changes.push('volume');
    elapse(watch, burstMs);
    await settle();
    assert.equal(watch.told.length, count);
  });

  it('ends with the failure when the first rows cannot be read', async () => {
    const watch = stage({
      listImages: () => Promise.reject(errors.enginePermission('unix:///x.sock', undefined)),
    });
    await assert.rejects(watch.ended, { reason: 'engine-permission' });
    assert.deepEqual(watch.told, []);
  });

  it('ends quietly when it is stopped, whatever it is doing', async () => {
    const watch = stage({ diskUsage: () => new Promise(() => {}) });
    await settle();
    watch.changes.push('volume');
    await settle();
    watch.stop();
    await watch.ended;
    assert.deepEqual(watch.told, [{ volumes: ['a'], sizes: 'reading' }]);
  });
});
