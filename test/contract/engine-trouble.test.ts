/** An engine that dies in the middle and comes back, and one whose disk is full. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pack } from 'tar-stream';
import { enginePaths } from '../../scripts/setup/engine-paths.ts';
import { startPrivateEngine, stopPrivateEngine } from '../../scripts/setup/private-engine.ts';
import { runAsRoot } from '../../scripts/setup/root.ts';
import { judgeDisk, lookInside } from '../../src/core/doctor/inside.ts';
import { isBenchError } from '../../src/core/errors.ts';
import type { ContainerSpec } from '../../src/core/model/engine.ts';
import { ownLabels } from '../../src/core/model/labels.ts';
import type { EnginePort } from '../../src/core/ports.ts';
import { connectEngine } from '../../src/engine/connect.ts';
import { localMachine } from '../../src/local/machine.ts';
import { testLabels, uncancelled, uniqueName } from '../support/engine-room.ts';
import { baseImageIn } from '../support/images.ts';

const purpose = 'trouble an engine';

/** A tar with one file of 600 MB. The engine reads all of it, whatever becomes of it, before it answers. */
async function* largeTar(): AsyncGenerator<Uint8Array> {
  const megabytes = 600;
  const archive = pack();
  const entry = archive.entry({ name: 'large', size: megabytes << 20 });
  void (async () => {
    for (let sent = 0; sent < megabytes; sent += 1) {
      if (!entry.write(Buffer.alloc(1 << 20, 1))) {
        await once(entry, 'drain');
      }
    }
    entry.end(undefined);
    archive.finalize();
  })();
  yield* archive as AsyncIterable<Uint8Array>;
}

describe('an engine in trouble', () => {
  let directory = '';
  let engine: EnginePort;
  let image = '';

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'psb-trouble-'));
    // Small, so that its disk can be filled.
    await runAsRoot(purpose, 'mount', ['-t', 'tmpfs', '-o', 'size=450m', 'tmpfs', directory]);
    const { socketPath } = await startPrivateEngine(directory);
    const endpoint = { kind: 'socket', path: socketPath, origin: 'a test' } as const;
    image = await baseImageIn(endpoint);
    engine = await connectEngine(endpoint);
  });

  after(async () => {
    engine.close();
    await stopPrivateEngine(directory);
    await runAsRoot(purpose, 'umount', [directory]);
    await rm(directory, { recursive: true, force: true });
  });

  async function specOf(command: readonly string[], name = uniqueName()): Promise<ContainerSpec> {
    const { platform } = await engine.describe(uncancelled);
    return { name, image, command, labels: testLabels('build-container', name), platform, network: 'none' };
  }

  it('that died and came back takes the next build, under the same name', async () => {
    const spec = await specOf(['sh', '-c', 'echo started; sleep 1000']);
    const killed = engine.withContainer(
      spec,
      (container) =>
        container.run(async () => {
          const pid = (await readFile(enginePaths(directory).pidPath, 'utf8')).trim();
          await runAsRoot(purpose, 'kill', ['-s', 'KILL', pid]);
        }, uncancelled),
      uncancelled,
    );
    await assert.rejects(killed, (error) => {
      assert.ok(isBenchError(error, 'engine-unreachable'), String(error));
      assert.match(error.message, /No Docker engine answers at .*\. Start Docker/);
      return true;
    });
    await startPrivateEngine(directory);
    const exit = await engine.withContainer(
      { ...spec, command: ['true'] },
      (container) => container.run(() => {}, uncancelled),
      uncancelled,
    );
    assert.equal(exit.exitCode, 0);
    assert.deepEqual(await engine.listContainers(uncancelled), []);
  });

  it('that has hardly any disk is found out by the doctor', async () => {
    const info = await engine.describe(uncancelled);
    const outcome = await lookInside({ engine, machine: localMachine() }, image, info, uncancelled);
    assert.ok(outcome.state === 'passed', outcome.sentence);
    const disk = judgeDisk(outcome.value, info);
    assert.deepEqual([disk.state, disk.reason], ['failed', 'engine-disk-full']);
    assert.match(disk.sentence, /^\d+ MB of 472 MB are free on the disk of the engine's data/);
  });

  it('whose disk is full says so, whoever fills it, and goes on when there is room again', async () => {
    const full = (error: unknown) =>
      isBenchError(error, 'engine-disk-full') &&
      /^The disk that holds .* is full\. Free some space/.test(error.message);
    const sending = engine.withContainer(
      await specOf(['true']),
      (container) => container.putArchive(largeTar(), '/tmp', uncancelled),
      uncancelled,
    );
    await assert.rejects(sending, full);
    const exit = await engine.withContainer(
      await specOf(['sh', '-c', 'head -c 1M /dev/zero >/tmp/small']),
      (container) => container.run(() => {}, uncancelled),
      uncancelled,
    );
    assert.equal(exit.exitCode, 0);
    const { platform } = await engine.describe(uncancelled);
    const reference = `${uniqueName()}:1`;
    const building = engine.buildImage(
      {
        reference,
        dockerfile: `FROM ${image}\nRUN dd if=/dev/zero of=/big bs=1M count=1000\n`,
        files: [],
        buildArgs: {},
        labels: ownLabels('toolchain'),
        platform,
      },
      () => {},
      uncancelled,
    );
    await assert.rejects(building, full);
    assert.deepEqual(await engine.listContainers(uncancelled), []);
  });

  it('whose proxy does not answer says that it is the proxy', async () => {
    const { platform } = await engine.describe(uncancelled);
    await stopPrivateEngine(directory);
    process.env.HTTPS_PROXY = 'http://me:hunter2@127.0.0.1:9';
    try {
      await startPrivateEngine(directory);
    } finally {
      delete process.env.HTTPS_PROXY;
    }
    const pulling = engine.pullImage('registry.example.com/x:1', platform, () => {}, uncancelled);
    await assert.rejects(pulling, (error) => {
      assert.ok(isBenchError(error, 'engine-proxy'), String(error));
      assert.match(error.message, /proxyconnect tcp: dial tcp 127\.0\.0\.1:9/);
      assert.doesNotMatch(error.message, /hunter2/);
      return true;
    });
  });

  it('that lost the layers of an image says that its storage is in trouble', async () => {
    const spec = await specOf(['true']);
    await stopPrivateEngine(directory);
    await runAsRoot(purpose, 'find', [
      join(enginePaths(directory).dataRoot, 'overlay2'),
      ...['-mindepth', '1', '-delete'],
    ]);
    await startPrivateEngine(directory);
    const broken = engine.withContainer(spec, async () => assert.fail('it cannot be made'), uncancelled);
    await assert.rejects(broken, (error) => {
      assert.ok(isBenchError(error, 'engine-storage'), String(error));
      assert.match(error.message, /Restart Docker; if it stays, look into its log and at the disk\.$/);
      return true;
    });
  });
});
