/** Containers that wait for their next user, on a real engine: nobody else is kept waiting, and none is left. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { ContainerSpec, KeptSpec } from '../../src/core/model/engine.ts';
import type { KeptContainerPort } from '../../src/core/ports.ts';
import type { OpenEngine } from '../../src/engine/connect.ts';
import {
  containersOf,
  openTestEngine,
  processesWith,
  recordOutput,
  testLabels,
  uncancelled,
  uniqueName,
} from '../support/engine-room.ts';
import { testBaseImage } from '../support/images.ts';

const longMs = 600_000;

describe('a container that waits for its next user', () => {
  /** Two windows of the editor. */
  let engine: OpenEngine;
  let other: OpenEngine;
  let base: string;
  const jobs: string[] = [];

  before(async () => {
    engine = await openTestEngine();
    other = await openTestEngine();
    base = await testBaseImage();
  });

  after(async () => {
    for (const open of [engine, other]) {
      await open.port.releaseKept();
    }
    const left = await Promise.all(jobs.map((job) => containersOf(engine, job)));
    engine.port.close();
    other.port.close();
    assert.deepEqual(left.flat(), []);
  });

  function spec(script: string, more: Partial<ContainerSpec> = {}): KeptSpec {
    const name = uniqueName();
    jobs.push(name);
    return {
      name,
      image: base,
      command: ['sh', '-c', script],
      labels: testLabels('build-container', name),
      platform: engine.connection.platform,
      network: 'none',
      ...more,
    };
  }

  /** Runs the command of a spec in its container; says which container that was, and what it said. */
  async function run(what: KeptSpec, by = engine, keptForMs = longMs) {
    const output = recordOutput();
    const { exit, id } = await by.port.withKeptContainer(
      what,
      keptForMs,
      async (container) => ({ exit: await container.run(output.onOutput, uncancelled), id: container.id }),
      uncancelled,
    );
    return { ...exit, id, stdout: output.stdout(), stderr: output.stderr() };
  }

  async function namesOf(job: string): Promise<readonly string[]> {
    const rows = await engine.port.listContainers(uncancelled);
    return rows.filter(({ labels }) => Object.values(labels).includes(job)).map(({ name }) => name);
  }

  it('is used again, with its files, and runs its command each time', async () => {
    const what = spec('echo again >>/count; wc -l </count; echo trouble >&2; exit 3');
    const first = await run(what);
    const second = await run(what);
    assert.deepEqual([first.stdout, first.stderr, first.exitCode], ['1\n', 'trouble\n', 3]);
    assert.deepEqual([second.stdout, second.exitCode, second.id], ['2\n', 3, first.id]);
  });

  it('takes files before it was ever started, and while it runs', async () => {
    const what = spec('cat /word', { environment: { WORD: 'ä' }, workingDirectory: '/var' });
    const write = (content: string) => (container: KeptContainerPort) =>
      container.writeFiles([{ path: 'word', content }], '/', uncancelled);
    await engine.port.withKeptContainer(what, longMs, write('one'), uncancelled);
    assert.equal((await run(what)).stdout, 'one');
    await engine.port.withKeptContainer(what, longMs, write('two'), uncancelled);
    assert.equal((await run(what)).stdout, 'two');
    const told = spec('echo "$WORD in $PWD"', { environment: { WORD: 'ä' }, workingDirectory: '/var' });
    await run(told);
    assert.equal((await run(told)).stdout, 'ä in /var\n');
  });

  describe('whose next command waits in it', () => {
    /** Gives the next command an input; says how it ended, or `undefined` where it cannot be given one. */
    async function give(what: KeptSpec, input: string, during: () => Promise<void> = async () => {}) {
      const output = recordOutput();
      const bytes = new TextEncoder().encode(input);
      const exit = await engine.port.withKeptContainer(
        what,
        longMs,
        async (container) => {
          await during();
          return container.runNext?.(bytes, output.onOutput, uncancelled);
        },
        uncancelled,
      );
      return exit === undefined ? undefined : { ...exit, stdout: output.stdout(), stderr: output.stderr() };
    }

    /** The numbers of the processes of a next command that wait, here and in nobody else's container. */
    async function untilOneWaits(mark: string): Promise<number> {
      for (;;) {
        const [found, ...others] = await processesWith(mark);
        assert.deepEqual(others, []);
        if (found !== undefined) {
          return found;
        }
        await setTimeout(20);
      }
    }

    function waits(script: string): { readonly what: KeptSpec; readonly mark: string } {
      const mark = uniqueName();
      return { what: { ...spec('true'), nextCommand: ['sh', '-c', script, mark] }, mark };
    }

    it('gives it something on its standard input, once the container has run', async () => {
      const { what } = waits('head -c 2000000 | wc -c; echo trouble >&2; exit 3');
      const long = 'é'.repeat(1_000_000);
      assert.equal(await give(what, ''), undefined);
      await run(what);
      for (const _ of [1, 2]) {
        const end = { exitCode: 3, stdout: '2000000\n', stderr: 'trouble\n' };
        assert.deepEqual(await give(what, long), end);
      }
    });

    it('bears one that is not interested', async () => {
      const { what } = waits('read -r _; echo not interested');
      await run(what);
      const end = { exitCode: 0, stdout: 'not interested\n', stderr: '' };
      assert.deepEqual(await give(what, `\n${'é'.repeat(1_000_000)}`), end);
    });

    it('uses the one that waits, and has the same one wait on if nobody wanted it', async () => {
      const { what, mark } = waits('read -r word; echo $$ $word');
      await run(what);
      const waiting = await untilOneWaits(mark);
      await run(what);
      assert.equal(await untilOneWaits(mark), waiting);
      let used = 0;
      await give(what, 'word\n', async () => {
        used = await untilOneWaits(mark);
      });
      assert.equal(used, waiting);
      assert.notEqual(await untilOneWaits(mark), waiting);
    });

    it('starts another one where that one has ended', async () => {
      const { what, mark } = waits('read -r word; echo $word');
      await run(what);
      process.kill(await untilOneWaits(mark), 'SIGKILL');
      // The engine tells whoever is connected that it is over; how soon is its own affair.
      await untilGone(mark);
      await setTimeout(500);
      assert.equal((await give(what, 'well\n'))?.stdout, 'well\n');
    });

    it('is killed with it when that is cancelled', async () => {
      const { what, mark } = waits('read -r word; echo $word; exec sleep 7654322');
      await run(what);
      await untilOneWaits(mark);
      const controller = new AbortController();
      const input = new TextEncoder().encode('word\n');
      await assert.rejects(
        engine.port.withKeptContainer(
          what,
          longMs,
          async (container) => container.runNext?.(input, () => controller.abort(), controller.signal),
          controller.signal,
        ),
        { reason: 'cancelled' },
      );
      assert.deepEqual(await namesOf(what.name), []);
      assert.deepEqual(await processesWith('7654322'), []);
    });

    it('takes it away when it goes', async () => {
      const { what, mark } = waits('read -r word || sleep 0');
      await run(what);
      await untilOneWaits(mark);
      await engine.port.releaseKept();
      assert.deepEqual(await processesWith(mark), []);
      assert.deepEqual(await namesOf(what.name), []);
    });

    async function untilGone(mark: string): Promise<void> {
      while ((await processesWith(mark)).length > 0) {
        await setTimeout(20);
      }
    }
  });

  it('leaves its name to others while it waits, and to nobody while it is used', async () => {
    const what = spec('true');
    const first = await run(what);
    assert.match((await namesOf(what.name)).join(), new RegExp(`^${what.name}-waiting-[0-9a-f]{8}$`));
    await other.port.withContainer(
      what,
      async () => {
        await assert.rejects(run(what), { reason: 'engine-object-busy' });
      },
      uncancelled,
    );
    const second = await run(what);
    assert.notEqual(second.id, first.id);
    await engine.port.withKeptContainer(
      what,
      longMs,
      async ({ id }) => {
        assert.equal(id, second.id);
        assert.deepEqual(await namesOf(what.name), [what.name]);
        await assert.rejects(run(what, other), { reason: 'engine-object-busy' });
      },
      uncancelled,
    );
    const theirs = await run(what, other);
    assert.notEqual(theirs.id, second.id);
    assert.equal((await run(what)).id, second.id);
    assert.equal((await namesOf(what.name)).length, 2);
  });

  it('gives way to one of another spec', async () => {
    const what = spec('true');
    const first = await run(what);
    const second = await run({ ...what, pidsLimit: 100 });
    assert.notEqual(second.id, first.id);
    assert.equal((await namesOf(what.name)).length, 1);
  });

  it('is not kept after a failure', async () => {
    const what = spec('true');
    const use = () => Promise.reject(new Error('no'));
    await run(what);
    await assert.rejects(engine.port.withKeptContainer(what, longMs, use, uncancelled), /^Error: no$/);
    assert.deepEqual(await namesOf(what.name), []);
  });

  it('is killed with what it runs when that is cancelled', async () => {
    const what = spec('echo started; exec sleep 7654321');
    await engine.port.withKeptContainer(what, longMs, async () => undefined, uncancelled);
    const controller = new AbortController();
    await assert.rejects(
      engine.port.withKeptContainer(
        what,
        longMs,
        (container) => container.run(() => controller.abort(), controller.signal),
        controller.signal,
      ),
      { reason: 'cancelled' },
    );
    assert.deepEqual(await namesOf(what.name), []);
    assert.deepEqual(await processesWith('7654321'), []);
  });

  it('is made anew when the one that waited has ended or gone', async () => {
    const what = spec('echo well');
    const { docker } = engine.connection;
    const ways = [
      (id: string) => docker.getContainer(id).kill(),
      (id: string) => docker.getContainer(id).remove({ force: true }),
      (id: string) => docker.getContainer(id).pause(),
    ];
    for (const away of ways) {
      const { id } = await run(what);
      await away(id);
      const next = await run(what);
      assert.equal(next.stdout, 'well\n');
      assert.notEqual(next.id, id);
      assert.equal((await namesOf(what.name)).length, 1);
    }
  });

  it('goes when nobody wants it any more', async () => {
    const what = spec('true');
    const { id } = await run(what, engine, 1);
    // The engine says when it has gone, or that it has gone already.
    await engine.connection.docker
      .getContainer(id)
      .wait({ condition: 'removed' })
      .catch((error: unknown) => assert.match(String(error), /404|No such container/i));
    assert.deepEqual(await namesOf(what.name), []);
  });

  it('goes for a volume that is to be removed, whosever it is, unless it is used', async () => {
    const volume = uniqueName();
    const labels = testLabels('build-volume', volume);
    await engine.port.ensureVolume({ name: volume, labels }, uncancelled);
    const what = spec('true', { mounts: [{ volume, path: '/sources' }] });
    await run(what);
    await run(what, other);
    await engine.port.withContainer(
      { ...what, name: uniqueName() },
      async () => {
        await engine.port.releaseKept(volume);
        // The one that is used.
        assert.equal((await namesOf(what.name)).length, 1);
      },
      uncancelled,
    );
    await engine.port.removeVolume(volume, uncancelled);
    await engine.port.ensureVolume({ name: volume, labels }, uncancelled);
    assert.equal((await run(what, other)).exitCode, 0);
    await other.port.releaseKept();
    await engine.port.removeVolume(volume, uncancelled);
  });
});
