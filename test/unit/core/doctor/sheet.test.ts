import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Outcome, Sheet } from '../../../../src/core/doctor/sheet.ts';
import { errors } from '../../../../src/core/errors.ts';
import type { ProgressEvent } from '../../../../src/core/ports.ts';

const machine = { nowMs: () => 0 };
const passed = async (): Promise<Outcome<number>> => ({ state: 'passed', sentence: 'Well.', value: 1 });

function open(signal = new AbortController().signal, limitMs?: number) {
  const events: ProgressEvent[] = [];
  return { events, sheet: new Sheet((event) => events.push(event), machine, signal, limitMs) };
}

describe('a sheet of checks', () => {
  it('hands values on, and tells its steps', async () => {
    const { sheet, events } = open();
    const engine = await sheet.check('engine', {}, passed);
    await sheet.check('disk', { engine }, async (known) => ({
      ...{ state: 'warning', sentence: `${known.engine + 1}`, action: 'Prune.', value: true },
    }));
    assert.deepEqual(
      sheet.findings.map(({ check, state, sentence, action }) => [check, state, sentence, action]),
      [
        ['engine', 'passed', 'Well.', ''],
        ['disk', 'warning', '2', 'Prune.'],
      ],
    );
    assert.deepEqual(events.at(0), { kind: 'step', title: 'Docker engine' });
  });

  it('does not check what depends on what did not pass, and names that', async () => {
    const { sheet } = open();
    const engine = await sheet.check('engine', {}, async () => ({ state: 'failed', sentence: 'Gone.' }));
    const image = undefined;
    await sheet.check('container', { engine, image }, () => assert.fail('it must not run'));
    const { state, sentence } = sheet.findings[1] ?? assert.fail();
    assert.equal(state, 'not checked');
    assert.equal(sentence, 'It needs "Docker engine" and "Image to check with", which did not pass.');
  });

  it('takes what a check throws for what it found, with what mends it', async () => {
    const { sheet } = open();
    const thrown = errors.engineNotRunning('unix:///x', 'start it');
    assert.equal(await sheet.check('engine', {}, () => Promise.reject(thrown)), undefined);
    const { state, sentence, reason, command } = sheet.findings[0] ?? assert.fail();
    assert.deepEqual(
      [state, sentence, reason, command],
      ['failed', thrown.message, 'engine-not-running', 'start it'],
    );
  });

  it('ends at once when it is cancelled', async () => {
    const controller = new AbortController();
    const { sheet } = open(controller.signal);
    const checking = sheet.check('engine', {}, async (_, signal) => {
      controller.abort();
      signal.throwIfAborted();
      return passed();
    });
    await assert.rejects(checking, { reason: 'cancelled' });
  });

  it('gives up a check that hangs', async () => {
    const { sheet } = open(undefined, 1);
    await sheet.check('engine', {}, (_, signal) => {
      const { promise, reject } = Promise.withResolvers<Outcome<number>>();
      signal.addEventListener('abort', () => reject(errors.cancelled()));
      // A timeout signal alone does not keep the process alive.
      const alive = setInterval(() => {}, 1000);
      return promise.finally(() => clearInterval(alive));
    });
    const { state, sentence } = sheet.findings[0] ?? assert.fail();
    assert.deepEqual([state, sentence], ['failed', 'There was no answer in 0.001 s.']);
  });
});
