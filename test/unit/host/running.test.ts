import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errors } from '../../../src/core/errors.ts';
import { Running, type Target } from '../../../src/host/running.ts';

const whole = (treeRoot: string): Target => ({ treeRoot, configuration: undefined });
const a = whole('/a');
const b = whole('/b');
const debug: Target = { treeRoot: '/a', configuration: 'debug' };
const zts: Target = { treeRoot: '/a', configuration: 'zts' };

describe('what runs', () => {
  it('is known by its tree from the start to the end', async () => {
    const running = new Running();
    const gate = Promise.withResolvers<string>();
    const result = running.run(a, 'Build', () => gate.promise);
    assert.deepEqual(
      running.on('/a').map(({ title }) => title),
      ['Build'],
    );
    assert.deepEqual(running.on('/b'), []);
    gate.resolve('done');
    assert.equal(await result, 'done');
    assert.deepEqual(running.all(), []);
  });

  it('is gone after a failure, which is passed on', async () => {
    const running = new Running();
    await assert.rejects(
      running.run(a, 'Build', () => Promise.reject(errors.noTree())),
      { reason: 'no-tree' },
    );
    assert.deepEqual(running.on('/a'), []);
  });

  it('is many over several trees and over several configurations of one', async () => {
    const running = new Running();
    const gate = Promise.withResolvers<void>();
    const all = [b, debug, zts].map((target) =>
      running.run(target, `of ${target.configuration}`, () => gate.promise),
    );
    assert.equal(running.all().length, 3);
    assert.equal(running.on('/a').length, 2);
    gate.resolve();
    await Promise.all(all);
  });

  it('is one of each configuration, and nothing beside what takes the whole tree', async () => {
    const running = new Running();
    const gate = Promise.withResolvers<void>();
    const first = running.run(debug, 'Debug', () => gate.promise);
    assert.equal(running.conflicting(debug)?.title, 'Debug');
    assert.equal(running.conflicting(a)?.title, 'Debug');
    assert.equal(running.conflicting(zts), undefined);
    assert.equal(running.conflicting(b), undefined);
    await assert.rejects(running.run(debug, 'Again', () => gate.promise));
    await assert.rejects(running.run(a, 'Benchmark', () => gate.promise));
    const other = running.run(b, 'Benchmark', () => gate.promise);
    assert.equal(running.conflicting({ treeRoot: '/b', configuration: 'zts' })?.title, 'Benchmark');
    gate.resolve();
    await Promise.all([first, other]);
    assert.equal(running.conflicting(debug), undefined);
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
    await running.run(a, 'Build', async (operation) => {
      await Promise.resolve();
      running.step(operation, 'Compiling');
    });
    assert.deepEqual(seen, ['Build:', 'Build:Compiling', '']);
  });

  it('is cancelled one by one, and aborted as a whole and waited for', async () => {
    const running = new Running();
    const cleaned: string[] = [];
    const work = (name: string) => async (operation: { controller: AbortController }) => {
      const aborted = Promise.withResolvers<void>();
      operation.controller.signal.addEventListener('abort', () => aborted.resolve());
      await aborted.promise;
      cleaned.push(name);
      throw errors.cancelled();
    };
    const alone = running.run(debug, 'Debug', work('debug'));
    const all = [alone, running.run(zts, 'Zts', work('zts')), running.run(b, 'B', work('b'))];
    running.conflicting(debug)?.controller.abort();
    await assert.rejects(alone, { reason: 'cancelled' });
    assert.deepEqual(cleaned, ['debug']);
    await Promise.all([running.abortAll(), Promise.allSettled(all)]);
    assert.deepEqual(cleaned, ['debug', 'zts', 'b']);
    assert.deepEqual(running.all(), []);
  });
});
