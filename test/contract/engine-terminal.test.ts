import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ContainerSpec } from '../../src/core/model/engine.ts';
import type { OpenEngine } from '../../src/engine/connect.ts';
import { containersOf, openTestEngine, testLabels, uncancelled, uniqueName } from '../support/engine-room.ts';
import { testBaseImage } from '../support/images.ts';
import { watch } from '../support/screen.ts';

describe('terminals of a real engine', () => {
  let engine: OpenEngine;
  let base: string;

  before(async () => {
    engine = await openTestEngine();
    base = await testBaseImage();
  });
  after(() => engine.port.close());

  function spec(job: string, more: Partial<ContainerSpec> = {}): ContainerSpec {
    return {
      image: base,
      command: ['bash', '--norc', '-i'],
      labels: testLabels('shell-container', job),
      platform: engine.connection.platform,
      network: 'none',
      environment: { PS1: 'ready$ ' },
      tty: true,
      ...more,
    };
  }

  test('answers, knows its size and its new size, and ends', async () => {
    const job = uniqueName();
    const exit = await engine.port.withContainer(
      spec(job),
      async (container) => {
        const terminal = await container.openTerminal({ columns: 97, rows: 31 }, uncancelled);
        const screen = watch(terminal);
        await screen.until('ready$ ');
        terminal.write('stty size\n');
        await screen.until('31 97');
        await terminal.resize({ columns: 120, rows: 40 });
        terminal.write('stty size; exit 5\n');
        const ended = await terminal.exited;
        assert.match(screen.shown(), /40 120/);
        await terminal.resize({ columns: 80, rows: 25 });
        terminal.write('too late\n');
        await terminal.kill();
        return ended;
      },
      uncancelled,
    );
    assert.equal(exit.exitCode, 5);
    assert.deepEqual(await containersOf(engine, job), []);
  });

  test('keeps what was shown before somebody looked', async () => {
    await engine.port.withContainer(
      spec(uniqueName(), { command: ['sh', '-c', 'echo early; read line'] }),
      async (container) => {
        const terminal = await container.openTerminal({ columns: 80, rows: 25 }, uncancelled);
        await watch(terminal).until('early');
        terminal.write('\n');
        assert.equal((await terminal.exited).exitCode, 0);
      },
      uncancelled,
    );
  });

  test('is killed', async () => {
    await engine.port.withContainer(
      spec(uniqueName()),
      async (container) => {
        const terminal = await container.openTerminal({ columns: 80, rows: 25 }, uncancelled);
        await watch(terminal).until('ready$ ');
        await terminal.kill();
        assert.equal((await terminal.exited).exitCode, 137);
      },
      uncancelled,
    );
  });

  test('an abort ends it', async () => {
    const job = uniqueName();
    const controller = new AbortController();
    await engine.port.withContainer(
      spec(job),
      async (container) => {
        const terminal = await container.openTerminal({ columns: 80, rows: 25 }, controller.signal);
        await watch(terminal).until('ready$ ');
        controller.abort();
        await assert.rejects(terminal.exited, { reason: 'cancelled' });
        assert.deepEqual(await containersOf(engine, job), ['exited']);
      },
      controller.signal,
    );
    assert.deepEqual(await containersOf(engine, job), []);
  });
});
