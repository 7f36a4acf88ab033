import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errors } from '../../../../src/core/errors.ts';
import { classify } from '../../../../src/core/resources/classify.ts';
import type { OnResources } from '../../../../src/core/resources/watch-resources.ts';
import { EngineWatch } from '../../../../src/host/resources/engine-watch.ts';
import type { ServicesPool } from '../../../../src/host/services-pool.ts';
import { lists, volume } from '../../../support/resources.ts';

const snapshot = classify(lists({ volumes: [volume('v')] }), undefined);

/** A watch over services whose calls a test ends. */
function stage() {
  const calls: {
    readonly tell: OnResources;
    readonly signal: AbortSignal;
    readonly fail: (error: unknown) => void;
  }[] = [];
  const services = {
    watchResources: (tell: OnResources, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        calls.push({ tell, signal, fail: reject });
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
  };
  // The watch uses no more of a pool than this.
  const pool = { use: (work: (given: typeof services) => Promise<void>) => work(services) };
  const seen = { changes: 0, failures: [] as string[] };
  const rests: (() => void)[] = [];
  const watch = new EngineWatch(
    pool as unknown as ServicesPool,
    {
      onChange: () => {
        seen.changes += 1;
      },
      onFailure: ({ reason }) => seen.failures.push(reason),
    },
    (signal) =>
      new Promise((resolve) => {
        rests.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
  );
  return { watch, calls, seen, rests };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('an engine in view', () => {
  it('is watched once however often that is asked for, and not at all after the stop', async () => {
    const { watch, calls, seen } = stage();
    const ended = watch.start();
    await watch.start();
    assert.equal(calls.length, 1);
    calls[0]?.tell(snapshot, { kind: 'reading' });
    await watch.first;
    assert.equal(watch.state.kind, 'rows');
    watch.stop();
    await ended;
    assert.equal(calls[0]?.signal.aborted, true);
    calls[0]?.tell(snapshot, { kind: 'known' });
    assert.equal(seen.changes, 1);
    assert.equal(watch.state.kind, 'rows');
  });

  it('that cannot be reached is told, and not tried again by itself', async () => {
    const { watch, calls, seen } = stage();
    const ended = watch.start();
    calls[0]?.fail(errors.engineUnreachable('x'));
    await Promise.all([ended, watch.first]);
    assert.equal(watch.state.kind, 'failed');
    assert.deepEqual(seen, { changes: 1, failures: ['engine-unreachable'] });
    assert.equal(calls.length, 1);
    void watch.start();
    assert.equal(calls.length, 2);
    assert.equal(watch.state.kind, 'unread');
    calls[1]?.fail(errors.engineUnreachable('x'));
    await watch.first;
    assert.deepEqual(seen.failures, ['engine-unreachable', 'engine-unreachable']);
    watch.stop();
  });

  it('that went away is told once, and tried again until it comes back', async () => {
    const { watch, calls, seen, rests } = stage();
    const ended = watch.start();
    calls[0]?.tell(snapshot, { kind: 'known' });
    calls[0]?.fail(errors.engineUnreachable('x'));
    await settle();
    assert.equal(watch.state.kind, 'failed');
    assert.equal(calls.length, 1);
    rests[0]?.();
    await settle();
    calls[1]?.fail(errors.engineUnreachable('x'));
    await settle();
    rests[1]?.();
    await settle();
    calls[2]?.tell(snapshot, { kind: 'known' });
    assert.equal(watch.state.kind, 'rows');
    assert.deepEqual(seen.failures, ['engine-unreachable']);
    watch.stop();
    await ended;
  });

  it('forgets what it knew when it is another engine', async () => {
    const { watch, calls } = stage();
    void watch.start();
    const waiting = watch.first;
    watch.forget();
    await waiting;
    void watch.start();
    calls[1]?.tell(snapshot, { kind: 'known' });
    watch.forget();
    assert.equal(watch.state.kind, 'unread');
    calls[0]?.tell(snapshot, { kind: 'known' });
    assert.equal(watch.state.kind, 'unread');
    void watch.start();
    calls[2]?.tell(snapshot, { kind: 'known' });
    await watch.first;
    watch.stop();
  });
});
