import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errors } from '../../../src/core/errors.ts';
import { Running } from '../../../src/host/running.ts';

describe('what runs', () => {
  it('is known by its tree from the start to the end', async () => {
    const running = new Running();
    const gate = Promise.withResolvers<string>();
    const result = running.run('/a', 'Build', () => gate.promise);
    assert.equal(running.on('/a')?.title, 'Build');
    assert.equal(running.on('/b'), undefined);
    gate.resolve('done');
    assert.equal(await result, 'done');
    assert.deepEqual(running.all(), []);
  });

  it('is gone after a failure, which is passed on', async () => {
    const running = new Running();
    await assert.rejects(
      running.run('/a', 'Build', () => Promise.reject(errors.noTree())),
      { reason: 'no-tree' },
    );
    assert.equal(running.on('/a'), undefined);
  });

  it('is one thing per tree, and may be many over several trees', async () => {
    const running = new Running();
    const gate = Promise.withResolvers<void>();
    const all = [
      running.run('/a', 'Build', () => gate.promise),
      running.run('/b', 'Build', () => gate.promise),
    ];
    await assert.rejects(running.run('/a', 'Benchmark', () => gate.promise));
    assert.equal(running.all().length, 2);
    gate.resolve();
    await Promise.all(all);
  });

  it('tells of starts, steps and ends', async () => {
    const running = new Running();
    const seen: string[] = [];
    running.onChange(() =>
      seen.push(
        running
          .all()
          .map(({ title, step }) => `${title}:${step}`)
          .join(),
      ),
    );
    await running.run('/a', 'Build', async (operation) => {
      await Promise.resolve();
      running.step(operation, 'Compiling');
    });
    assert.deepEqual(seen, ['Build:', 'Build:Compiling', '']);
  });

  it('is aborted as a whole, and waited for', async () => {
    const running = new Running();
    const cleaned: string[] = [];
    const work = (name: string) => async (operation: { controller: AbortController }) => {
      const aborted = Promise.withResolvers<void>();
      operation.controller.signal.addEventListener('abort', () => aborted.resolve());
      await aborted.promise;
      cleaned.push(name);
      throw errors.cancelled();
    };
    const all = [running.run('/a', 'A', work('a')), running.run('/b', 'B', work('b'))];
    await Promise.all([running.abortAll(), Promise.allSettled(all)]);
    assert.deepEqual(cleaned, ['a', 'b']);
    assert.deepEqual(running.all(), []);
  });
});
