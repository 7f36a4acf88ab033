/** The sidebar's watch over a real engine. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import * as v from 'valibot';
import { isBenchError } from '../../src/core/errors.ts';
import { readDetails } from '../../src/core/resources/details.ts';
import type { ResourceSnapshot } from '../../src/core/resources/snapshot.ts';
import { type SizesState, watchResources } from '../../src/core/resources/watch-resources.ts';
import type { OpenEngine } from '../../src/engine/connect.ts';
import { dial } from '../../src/engine/connection.ts';
import { localClock } from '../../src/local/clock.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { openTestEngine, uncancelled } from '../support/engine-room.ts';
import { testBaseImage } from '../support/images.ts';
import { PruneRoom } from '../support/prune-room.ts';

const listeners = v.object({ NEventsListener: v.number() });

describe('the watch over a real engine', () => {
  let engine: OpenEngine;
  let base = '';
  let room: PruneRoom;

  before(async () => {
    engine = await openTestEngine();
    base = await testBaseImage();
  });
  beforeEach(() => {
    room = new PruneRoom(engine, base);
  });
  afterEach(() => room.close());
  after(() => engine.port.close());

  async function listening(): Promise<number> {
    const info = await dial(engine.connection, { method: 'GET', path: '/info' });
    return v.parse(listeners, info).NEventsListener;
  }

  /** Watches while `use` runs; `until` settles at the first snapshot that satisfies it, now or later. */
  async function watching(
    use: (
      until: (accept: (rows: ResourceSnapshot, sizes: SizesState) => boolean) => Promise<void>,
    ) => Promise<void>,
  ): Promise<void> {
    const controller = new AbortController();
    const waiting = new Set<() => void>();
    let latest: { readonly rows: ResourceSnapshot; readonly sizes: SizesState } | undefined;
    const ended = watchResources(
      { engine: engine.port, clock: localClock },
      (rows, sizes) => {
        latest = { rows, sizes };
        for (const look of waiting) {
          look();
        }
      },
      controller.signal,
    );
    const until = (accept: (rows: ResourceSnapshot, sizes: SizesState) => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (latest !== undefined && accept(latest.rows, latest.sizes)) {
            waiting.delete(look);
            resolve();
          }
        };
        waiting.add(look);
        look();
      });
    try {
      await Promise.race([use(until), ended.then(() => Promise.reject(new Error('the watch has ended')))]);
    } finally {
      controller.abort();
      await ended;
    }
  }

  it('sees what comes, changes and goes, and listens only as long as it lasts', async () => {
    const before = await listening();
    await watching(async (until) => {
      await until((_, sizes) => sizes.kind === 'known');
      assert.equal(await listening(), before + 1);

      const volume = await room.volume();
      await until(({ volumes }) => volumes.some(({ name }) => name === volume));

      const container = await room.container({ volume, command: ['sleep', '1000000'] });
      const stateOf = ({ containers }: ResourceSnapshot) =>
        containers.find(({ id }) => id === container)?.state;
      await until((rows) => stateOf(rows) === 'created');
      await until(({ volumes }) => volumes.find(({ name }) => name === volume)?.usedBy[0]?.id === container);
      await room.start(container);
      await until((rows) => stateOf(rows) === 'running');
      await engine.connection.docker.getContainer(container).kill();
      await until((rows) => stateOf(rows) === 'exited');

      const image = await room.image();
      await until(({ images }) => images.find(({ id }) => id === image)?.dangling === true);
      const name = await room.tag(image);
      await until(({ images }) => images.find(({ id }) => id === image)?.references[0] === name);
      await engine.connection.docker.getContainer(container).remove();
      await until((rows) => stateOf(rows) === undefined);
      // New sizes come when the engine has become quiet.
      await until(({ images }) => images.find(({ id }) => id === image)?.exclusiveBytes !== undefined);
    });
    // The engine notices a moment later that nobody listens any more.
    await eventually('the engine without our listener', async () =>
      (await listening()) === before ? true : undefined,
    );
  });

  it('reads sizes for several at once, which older engines refuse', async () => {
    const usages = await Promise.all([1, 2, 3, 4].map(() => engine.port.diskUsage(uncancelled)));
    assert.deepEqual(new Set(usages.map(({ layersBytes }) => layersBytes)).size, 1);
    const controller = new AbortController();
    const [first, cancelled] = [engine.port.diskUsage(uncancelled), engine.port.diskUsage(controller.signal)];
    controller.abort();
    await assert.rejects(cancelled, (error) => isBenchError(error, 'cancelled'));
    await first;
  });

  it('tells how a container ended and what it wrote last, and how an image was made', async () => {
    const command = ['sh', '-c', 'for n in 1 2 3 4 5 6 7; do echo line $n; done; exit 3'];
    const container = await room.deadContainer({ command });
    const ended = await readDetails(engine.port, { kind: 'container', id: container }, uncancelled);
    assert.ok(ended?.kind === 'container');
    assert.equal(ended.look.exitCode, 3);
    assert.deepEqual(ended.lastLines, ['line 3', 'line 4', 'line 5', 'line 6', 'line 7']);

    const image = await room.image({ command });
    const made = await readDetails(engine.port, { kind: 'image', id: image }, uncancelled);
    assert.ok(made?.kind === 'image');
    assert.equal(made.platform, engine.connection.platform);
    assert.match(made.layers[0]?.createdBy ?? '', /echo line/);
    assert.ok(made.layers.length >= 2);

    const gone = { kind: 'container', id: 'f'.repeat(64) } as const;
    assert.equal(await readDetails(engine.port, gone, uncancelled), undefined);
    assert.equal(await readDetails(engine.port, { kind: 'volume', id: 'x' }, uncancelled), undefined);
  });
});
