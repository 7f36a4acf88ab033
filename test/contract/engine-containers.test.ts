import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BenchError } from '../../src/core/errors.ts';
import type { ContainerSpec } from '../../src/core/model/engine.ts';
import type { ContainerPort } from '../../src/core/ports.ts';
import type { OpenEngine } from '../../src/engine/connect.ts';
import {
  containersOf,
  openTestEngine,
  recordOutput,
  testLabels,
  uncancelled,
  uniqueName,
} from '../support/engine-room.ts';
import { testBaseImage } from '../support/images.ts';

describe('containers of a real engine', () => {
  let engine: OpenEngine;
  let base: string;

  before(async () => {
    engine = await openTestEngine();
    base = await testBaseImage();
  });
  after(() => engine.port.close());

  function spec(script: string, more: Partial<ContainerSpec> = {}): ContainerSpec & { readonly job: string } {
    const job = uniqueName();
    return {
      job,
      image: base,
      command: ['sh', '-c', script],
      labels: testLabels('bench-container', job),
      platform: engine.connection.platform,
      network: 'none',
      ...more,
    };
  }

  async function run(what: ContainerSpec, prepare?: (container: ContainerPort) => Promise<void>) {
    const output = recordOutput();
    const exit = await engine.port.withContainer(
      what,
      async (container) => {
        await prepare?.(container);
        return container.run(output.onOutput, uncancelled);
      },
      uncancelled,
    );
    return { exit, stdout: output.stdout(), stderr: output.stderr() };
  }

  test('runs a command with its environment and directory, and tells how it ended', async () => {
    const what = spec('echo "$WORD in $PWD"; echo trouble >&2; exit 3', {
      environment: { WORD: 'ä b=c' },
      workingDirectory: '/var',
    });
    const { exit, stdout, stderr } = await run(what);
    assert.equal(stdout, 'ä b=c in /var\n');
    assert.equal(stderr, 'trouble\n');
    assert.equal(exit.exitCode, 3);
    assert.equal(exit.outOfMemory, false);
    assert.ok(exit.startedAtMs > 0 && exit.finishedAtMs >= exit.startedAtMs);
    assert.deepEqual(await containersOf(engine, what.job), []);
  });

  test('loses nothing of much output, up to the last line', async () => {
    const { stdout, stderr } = await run(spec('seq 1 200000; seq 1 50000 >&2'));
    assert.equal(stdout, Array.from({ length: 200_000 }, (_, index) => `${index + 1}\n`).join(''));
    assert.ok(stderr.endsWith('\n50000\n'));
  });

  test('may gain no privileges, and has no network when it is to have none', async () => {
    const { stdout } = await run(spec('grep NoNewPrivs /proc/self/status; ls /sys/class/net'));
    assert.match(stdout, /NoNewPrivs:\s+1/);
    assert.deepEqual(stdout.trim().split('\n').slice(1), ['lo']);
  });

  test('a process beyond the memory limit is told as such', async () => {
    const memoryBytes = 64 * 1024 * 1024;
    const script = 'echo runs; until [ -e /go ]; do sleep 0.1; done; x=aaaaaaaa; while :; do x=$x$x; done';
    const exit = await engine.port.withContainer(
      spec(script, { memoryBytes }),
      async (container) => {
        const runs = Promise.withResolvers<void>();
        const ended = container.run(() => runs.resolve(), uncancelled);
        await Promise.race([runs.promise, ended]);
        // Engines begin to listen for the want of memory when the process runs already, and never tell of one that
        // was before; this waits until the start has ended.
        await container.writeFiles([{ path: 'go', content: '' }], '/', uncancelled);
        return ended;
      },
      uncancelled,
    );
    assert.equal(exit.outOfMemory, true);
    assert.notEqual(exit.exitCode, 0);
  });

  test('an abort kills the container and removes it', async () => {
    const what = spec('echo now; sleep 1000000');
    const controller = new AbortController();
    await assert.rejects(
      engine.port.withContainer(
        what,
        (container) => container.run(() => controller.abort(), controller.signal),
        controller.signal,
      ),
      { reason: 'cancelled' },
    );
    assert.deepEqual(await containersOf(engine, what.job), []);
  });

  test('a failure of the caller removes a running container', async () => {
    const what = spec('echo now; sleep 1000000');
    await assert.rejects(
      engine.port.withContainer(
        what,
        (container) =>
          new Promise((_resolve, reject) => {
            container.run(() => reject(new Error('mine')), uncancelled).catch(() => undefined);
          }),
        uncancelled,
      ),
      /^Error: mine$/,
    );
    assert.deepEqual(await containersOf(engine, what.job), []);
  });

  test('a failure in the handling of output ends the run with it', async () => {
    const what = spec('echo now; sleep 1000000');
    const failing = () => {
      throw new BenchError('benchmark-output', 'mine');
    };
    await assert.rejects(
      engine.port.withContainer(what, (container) => container.run(failing, uncancelled), uncancelled),
      { reason: 'benchmark-output' },
    );
    assert.deepEqual(await containersOf(engine, what.job), []);
  });

  test('an abort before the start makes no container', async () => {
    const what = spec('true');
    await assert.rejects(
      engine.port.withContainer(what, () => assert.fail('it was handed over'), AbortSignal.abort()),
      { reason: 'cancelled' },
    );
    assert.deepEqual(await containersOf(engine, what.job), []);
  });

  test('an abort while the engine makes it leaves none', async () => {
    const what = spec('true');
    const controller = new AbortController();
    const using = engine.port.withContainer(what, () => assert.fail('it was handed over'), controller.signal);
    controller.abort();
    await assert.rejects(using, { reason: 'cancelled' });
    assert.deepEqual(await containersOf(engine, what.job), []);
  });

  test('a container that somebody removes meanwhile is no error of the clean-up', async () => {
    const what = spec('true');
    await engine.port.withContainer(
      what,
      (container) => engine.connection.docker.getContainer(container.id).remove({ force: true }),
      uncancelled,
    );
    assert.deepEqual(await containersOf(engine, what.job), []);
  });

  test('a command that does not exist ends as in a shell', async () => {
    const { exit, stderr } = await run(spec('', { command: ['/no/such/program'] }));
    assert.equal(exit.exitCode, 127);
    assert.match(stderr, /no\/such\/program/);
  });

  test('a container that cannot be started is told by the engine', async () => {
    await assert.rejects(run(spec('true', { workingDirectory: '/etc/passwd' })), (error) => {
      assert.ok(error instanceof BenchError);
      assert.equal(error.reason, 'engine-failed');
      assert.match(error.message, /could not (?:make|start) .*\/etc\/passwd/);
      return true;
    });
  });

  test('an image that does not exist is told by its name', async () => {
    await assert.rejects(run(spec('true', { image: 'psb-test-no-such-image:1' })), (error) => {
      assert.ok(error instanceof BenchError);
      assert.equal(error.reason, 'engine-object-missing');
      assert.match(error.message, /psb-test-no-such-image:1/);
      return true;
    });
  });

  test('a fixed name is a lock', async () => {
    const name = uniqueName();
    await engine.port.withContainer(
      spec('true', { name }),
      async () => {
        const second = spec('true', { name });
        await assert.rejects(
          engine.port.withContainer(second, () => assert.fail('it was handed over'), uncancelled),
          { reason: 'engine-object-busy' },
        );
        const rows = await engine.port.listContainers(uncancelled);
        assert.equal(rows.filter((row) => row.name === name).length, 1);
      },
      uncancelled,
    );
    await engine.port.withContainer(spec('true', { name }), async () => undefined, uncancelled);
  });

  test('an object without our label is not made', async () => {
    await assert.rejects(
      engine.port.withContainer(
        { ...spec('true'), labels: {} },
        () => assert.fail('it was handed over'),
        uncancelled,
      ),
      TypeError,
    );
  });
});
