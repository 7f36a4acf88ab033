import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { label } from '../../src/core/model/labels.ts';
import type { OpenEngine } from '../../src/engine/connect.ts';
import type { WireOptions } from '../../src/engine/connection.ts';
import { removeLeftovers } from '../../src/engine/leftovers.ts';
import { openTestEngine, testLabels, uncancelled, uniqueName } from '../support/engine-room.ts';
import { testBaseImage } from '../support/images.ts';

const graceMs = 10 * 60 * 1000;

/** Fails unless this machine has that address, which it lists as an interface's only once a container is there. */
async function listenOn(address: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, address, resolve);
  });
  await new Promise((resolve) => server.close(resolve));
}

describe('networks, volumes and lists of a real engine', () => {
  let engine: OpenEngine;
  let base: string;

  before(async () => {
    engine = await openTestEngine();
    base = await testBaseImage();
  });
  after(() => engine.port.close());

  async function networkNames(): Promise<readonly string[]> {
    return (await engine.port.listNetworks(uncancelled)).map((row) => row.name);
  }

  test('describes itself', async () => {
    const info = await engine.port.describe(uncancelled);
    assert.equal(info.platform, engine.connection.platform);
    assert.equal(info.apiVersion, engine.connection.apiVersion);
    assert.ok(info.cpuCount > 0 && info.memoryBytes > 0);
    assert.match(info.endpoint, /^unix:\/\//);
    assert.equal(info.local, true);
  });

  test('an internal network has its gateway on this machine and no way out, and goes afterwards', async () => {
    const name = uniqueName();
    await engine.port.withInternalNetwork(
      { name, labels: testLabels('bench-network', name) },
      async (network) => {
        assert.equal(network.name, name);
        assert.match(network.gatewayAddress ?? '', /^\d+\.\d+\.\d+\.\d+$/);
        await listenOn(network.gatewayAddress ?? '');
        const inspected = await engine.connection.docker.getNetwork(name).inspect();
        assert.equal(inspected.Internal, true);
        assert.equal(inspected.Labels?.[label.kind], 'bench-network');
      },
      uncancelled,
    );
    assert.ok(!(await networkNames()).includes(name));
  });

  test('an internal network goes when the caller fails, or is cancelled, or has left a container in it', async () => {
    const name = uniqueName();
    const spec = { name, labels: testLabels('bench-network', name) };
    await assert.rejects(
      engine.port.withInternalNetwork(spec, () => Promise.reject(new Error('mine')), uncancelled),
      /mine/,
    );
    assert.ok(!(await networkNames()).includes(name));

    const controller = new AbortController();
    const using = engine.port.withInternalNetwork(
      spec,
      () => assert.fail('it was handed over'),
      controller.signal,
    );
    controller.abort();
    await assert.rejects(using, { reason: 'cancelled' });
    assert.ok(!(await networkNames()).includes(name));

    const left = await engine.port.withInternalNetwork(
      spec,
      async () => {
        const options: WireOptions & { readonly Image?: string } = {
          _query: {},
          _body: {
            Image: base,
            Cmd: ['sleep', '1000000'],
            Labels: testLabels('bench-container', name),
            HostConfig: { NetworkMode: name },
          },
        };
        const container = await engine.connection.docker.createContainer(options);
        await container.start();
        return container;
      },
      uncancelled,
    );
    try {
      assert.ok(!(await networkNames()).includes(name));
    } finally {
      await left.remove({ force: true });
    }
  });

  test('a volume is made once, and only ours is used and removed', async () => {
    const name = uniqueName();
    const spec = { name, labels: testLabels('build-volume', name) };
    assert.deepEqual(await engine.port.ensureVolume(spec, uncancelled), { created: true });
    assert.deepEqual(await engine.port.ensureVolume(spec, uncancelled), { created: false });
    const row = (await engine.port.listVolumes(uncancelled)).find((it) => it.name === name);
    assert.equal(row?.labels[label.kind], 'build-volume');
    await engine.port.removeVolume(name, uncancelled);
    await engine.port.removeVolume(name, uncancelled);

    const foreign: WireOptions = { _query: {}, _body: { Name: name, Labels: {} } };
    await engine.connection.docker.createVolume(foreign);
    try {
      await assert.rejects(engine.port.ensureVolume(spec, uncancelled), { reason: 'engine-failed' });
      await assert.rejects(engine.port.removeVolume(name, uncancelled), { reason: 'engine-failed' });
    } finally {
      await engine.connection.docker.getVolume(name).remove();
    }
  });

  test('a volume in use is busy', async () => {
    const name = uniqueName();
    await engine.port.ensureVolume({ name, labels: testLabels('build-volume', name) }, uncancelled);
    try {
      await engine.port.withContainer(
        {
          image: base,
          command: ['true'],
          labels: testLabels('build-container', name),
          platform: engine.connection.platform,
          network: 'none',
          mounts: [{ volume: name, path: '/v' }],
        },
        () => assert.rejects(engine.port.removeVolume(name, uncancelled), { reason: 'engine-object-busy' }),
        uncancelled,
      );
    } finally {
      await engine.port.removeVolume(name, uncancelled);
    }
  });

  test('lists a container with its volume, and when it ended', async () => {
    const name = uniqueName();
    await engine.port.withContainer(
      {
        image: base,
        command: ['true'],
        labels: testLabels('bench-container', name),
        platform: engine.connection.platform,
        network: 'none',
        mounts: [{ volume: undefined, path: '/v' }],
      },
      async (container) => {
        const find = async () => {
          const rows = await engine.port.listContainers(uncancelled);
          return rows.find((row) => row.id === container.id);
        };
        assert.equal((await find())?.state, 'created');
        const look = () => engine.port.lookAtContainer(container.id, uncancelled);
        assert.equal((await look())?.finishedAtMs, undefined);
        const exit = await container.run(() => undefined, uncancelled);
        const row = await find();
        assert.equal(row?.state, 'exited');
        assert.equal(row?.volumes.length, 1);
        // An engine may note an end before the start; see `toContainerExit`.
        assert.equal(Math.max(exit.startedAtMs, (await look())?.finishedAtMs ?? 0), exit.finishedAtMs);
        const usage = await engine.port.diskUsage(uncancelled);
        assert.ok(usage.containerBytes.has(container.id));
        assert.ok(usage.volumeBytes.has(row?.volumes[0] ?? ''));
      },
      uncancelled,
    );
    assert.equal(await engine.port.lookAtContainer('0'.repeat(64), uncancelled), undefined);
  });

  test('disk usage knows the base image, whose layers others may share', async () => {
    const image = await engine.port.findImage(base, uncancelled);
    const usage = await engine.port.diskUsage(uncancelled);
    const exclusive = usage.imageExclusiveBytes.get(image?.id ?? '');
    assert.ok(exclusive !== undefined && exclusive >= 0 && exclusive <= (image?.sizeBytes ?? 0));
    assert.ok(usage.layersBytes > 0);
  });

  test('leftovers go when they have been idle long enough, and nothing else', async () => {
    const name = uniqueName();
    const network = { name, labels: testLabels('bench-network', name) };
    const spec = {
      image: base,
      command: ['sleep', '1000000'],
      labels: testLabels('bench-container', name),
      platform: engine.connection.platform,
      network: 'none',
    } as const;
    const removedAt = (nowMs: number) =>
      removeLeftovers(
        engine.connection,
        { nowMs, labels: [`${label.job}=${name}`], ownerIsGone: () => false },
        uncancelled,
      );
    await engine.port.withInternalNetwork(
      network,
      () =>
        engine.port.withContainer(
          { ...spec, name: `${name}-idle` },
          () =>
            engine.port.withContainer(
              { ...spec, name: `${name}-busy` },
              async (busy) => {
                await engine.connection.docker.getContainer(busy.id).start();
                assert.deepEqual(await removedAt(Date.now()), []);
                assert.deepEqual(await removedAt(Date.now() + graceMs), [
                  `container ${name}-idle`,
                  `network ${name}`,
                ]);
                const rows = await engine.port.listContainers(uncancelled);
                assert.equal(rows.find((row) => row.id === busy.id)?.state, 'running');
              },
              uncancelled,
            ),
          uncancelled,
        ),
      uncancelled,
    );
  });

  test('what a crashed process left goes at once, though it runs; what a living one owns never does', async () => {
    const name = uniqueName();
    const labels = (kind: 'bench-container' | 'bench-network', owner: string) => ({
      ...testLabels(kind, name),
      [label.owner]: owner,
    });
    const start = (owner: string, use: (id: string) => Promise<void>) =>
      engine.port.withContainer(
        {
          name: `${name}-${owner}`,
          image: base,
          command: ['sleep', '1000000'],
          labels: labels('bench-container', owner),
          platform: engine.connection.platform,
          network: 'none',
        },
        async (container) => {
          await engine.connection.docker.getContainer(container.id).start();
          await use(container.id);
        },
        uncancelled,
      );
    const outlook = {
      nowMs: Date.now() + graceMs,
      labels: [`${label.job}=${name}`],
      ownerIsGone: (owner: string) => owner === 'gone',
    };
    await engine.port.withInternalNetwork(
      { name, labels: labels('bench-network', 'gone') },
      () =>
        start('gone', () =>
          start('living', async (living) => {
            assert.deepEqual(await removeLeftovers(engine.connection, outlook, uncancelled), [
              `container ${name}-gone`,
              `network ${name}`,
            ]);
            const rows = await engine.port.listContainers(uncancelled);
            assert.equal(rows.find((row) => row.id === living)?.state, 'running');
          }),
        ),
      uncancelled,
    );
  });
});
