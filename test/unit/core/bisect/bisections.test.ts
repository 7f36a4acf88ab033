/** Bisections with their files and locks; only the commits and the measuring are played. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Bisection } from '../../../../src/core/bisect/bisection.ts';
import { parseBisection } from '../../../../src/core/bisect/bisection-schema.ts';
import { type BisectDeps, Bisections, type BisectRequest } from '../../../../src/core/bisect/bisections.ts';
import { errors, isBenchError } from '../../../../src/core/errors.ts';
import { StateFolder } from '../../../../src/local/state-folder.ts';
import { measuring } from '../../../support/backfill-data.ts';
import { simulatedTurns } from '../../../support/bisect-data.ts';
import { commitOf, commitsOf } from '../../../support/commit-line.ts';
import { seeded } from '../../../support/noise.ts';
import { withTemporary } from '../../../support/temporary.ts';

const signal = new AbortController().signal;
const factors = [1, 1, 1, 1.1, 1.1, 1.1];
const request: BisectRequest = {
  measuring: { ...measuring, treeRoot: '/link', iterations: 3 },
  ...{ from: 'a', to: 'b', wanted: undefined, maxRounds: 60 },
};

function withBisections(
  use: (bisections: Bisections, turns: { count: number }) => Promise<void>,
  more: Partial<BisectDeps> = {},
): Promise<void> {
  return withTemporary(async (directory) => {
    const turns = { count: 0 };
    const deps: BisectDeps = {
      bisections: new StateFolder<Bisection>(join(directory, 'bisections'), {
        ...{ name: 'bisection', version: 1, parse: parseBisection },
      }),
      lines: { listLine: async () => [...commitsOf(6)].reverse() },
      tree: {
        resolveRoot: async () => '/php-src',
        listCommits: async (_, from, to) => {
          assert.deepEqual([from, to], [commitOf(2).sha, commitOf(3).sha]);
          return [commitOf(3), commitOf(77)];
        },
      },
      machine: { uuid: () => '12345678-1234-4123-8123-123456789abc', nowMs: () => 5 },
      target: async () => ({ machine: { id: 'machine-1', name: 'box' }, platform: 'linux/amd64' }),
      takeTurn: (machineId, work) => {
        assert.equal(machineId, 'machine-1');
        turns.count += 1;
        return work();
      },
      measureInTurns: async () => simulatedTurns({ factors, sigma: 0.005, random: seeded(1) }),
      ...more,
    };
    await use(new Bisections(deps), turns);
  });
}

const start = (bisections: Bisections, begun: string[] = []) =>
  bisections.start(
    request,
    (id) => void begun.push(id),
    () => {},
    signal,
  );

describe('bisections', () => {
  it('end at the commit with what it merged, take a turn for each decision, and are kept', () =>
    withBisections(async (bisections, turns) => {
      const begun: string[] = [];
      const ended = await start(bisections, begun);
      assert.deepEqual(begun, ['12345678']);
      assert.deepEqual(ended.outcome, { kind: 'found', index: 3, merged: [commitOf(77)] });
      assert.equal(ended.measuring.treeRoot, '/php-src');
      assert.equal(turns.count, ended.steps.length + 2);
      assert.deepEqual(await bisections.show('12345678'), ended);
      const [listed] = await bisections.list();
      assert.ok(listed?.bisection !== undefined && listed.pid === undefined);

      assert.deepEqual(await bisections.resume('12345678', 200, () => {}, signal), ended);
      assert.equal(turns.count, ended.steps.length + 2, 'nothing is measured again');
    }));

  it('go on after they were stopped, with more rounds if that is wanted', async () => {
    let stopped = true;
    await withBisections(
      async (bisections) => {
        await assert.rejects(start(bisections), (error) => isBenchError(error, 'engine-unreachable'));
        stopped = false;
        const ended = await bisections.resume('12345678', 90, () => {}, signal);
        assert.equal(ended.outcome?.kind, 'found');
        assert.equal(ended.maxRounds, 90);
      },
      {
        takeTurn: async (_, work) => {
          if (stopped) {
            throw errors.engineUnreachable('unix:///x');
          }
          return work();
        },
      },
    );
  });

  it('refuse two names of one commit, and another machine', async () => {
    await withBisections(
      (bisections) => assert.rejects(start(bisections), (error) => isBenchError(error, 'commits-unfit')),
      { lines: { listLine: async () => [commitOf(1)] } },
    );
    let id = 'machine-1';
    await withBisections(
      async (bisections) => {
        await assert.rejects(start(bisections), (error) => isBenchError(error, 'disk-full'));
        id = 'machine-2';
        await assert.rejects(
          bisections.resume('12345678', undefined, () => {}, signal),
          (error) => isBenchError(error, 'other-machine'),
        );
      },
      {
        target: async () => ({ machine: { id, name: id }, platform: 'linux/amd64' }),
        measureInTurns: async () => () => Promise.reject(errors.diskFull('/x')),
      },
    );
  });
});
