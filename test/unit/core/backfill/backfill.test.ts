/** Backfills with their files and locks; only the commits and the measuring are played. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  type BackfillDeps,
  type BackfillRequest,
  Backfills,
} from '../../../../src/core/backfill/backfill.ts';
import type { Plan } from '../../../../src/core/backfill/plan.ts';
import { parsePlan } from '../../../../src/core/backfill/plan-schema.ts';
import { errors, isBenchError } from '../../../../src/core/errors.ts';
import { StateFolder } from '../../../../src/local/state-folder.ts';
import { benchResultOf, measuring, runRecordOf } from '../../../support/backfill-data.ts';
import { commitsOf } from '../../../support/commit-line.ts';
import { withTemporary } from '../../../support/temporary.ts';

const signal = new AbortController().signal;
const request: BackfillRequest = {
  measuring: { ...measuring, treeRoot: '/link' },
  ...{ from: 'a', sinceMs: undefined, to: 'b', step: { kind: 'every' } },
};

function withBackfills(
  use: (backfills: Backfills, asked: number[]) => Promise<void>,
  more: Partial<BackfillDeps> = {},
): Promise<void> {
  return withTemporary(async (directory) => {
    const asked: number[] = [];
    const deps: BackfillDeps = {
      plans: new StateFolder(join(directory, 'backfills'), {
        name: 'backfill',
        version: 1,
        parse: parsePlan,
      }),
      lines: {
        listLine: async () => [...commitsOf(4)].reverse(),
      },
      tree: { resolveRoot: async () => '/php-src' },
      machine: { uuid: () => '12345678-1234-4123-8123-123456789abc', nowMs: () => 5 },
      history: async () => ({ listRuns: () => [runRecordOf(2)] }),
      target: async () => ({ machine: { id: 'machine-1', name: 'box' }, platform: 'linux/amd64' }),
      takeTurn: (_, work) => work(),
      measure: async ({ source }) => {
        const number = Number.parseInt(source.kind === 'commit' ? source.commit : '', 16);
        asked.push(number);
        return benchResultOf(number);
      },
      ...more,
    };
    await use(new Backfills(deps), asked);
  });
}

const kinds = ({ items }: Plan) => items.map(({ state }) => state.kind);

describe('backfills', () => {
  it('plan without a file, by the path of the tree that everyone uses, and know what is measured', () =>
    withBackfills(async (backfills) => {
      const { plan, estimate } = await backfills.plan(request, signal);
      assert.equal(plan.id, '12345678');
      assert.equal(plan.range, 'a..b');
      assert.equal(plan.measuring.treeRoot, '/php-src');
      assert.deepEqual(kinds(plan), ['waiting', 'known', 'waiting', 'waiting']);
      assert.equal(estimate.commits, 3);
      assert.deepEqual(await backfills.list(), []);
    }));

  it('run to their end, and are listed as done', () =>
    withBackfills(async (backfills, asked) => {
      const { plan } = await backfills.plan(request, signal);
      const ended = await backfills.start(plan, () => {}, signal);
      assert.deepEqual(asked, [3, 1, 0]);
      assert.equal(ended.estimate.totalMs, 0);
      const [listed] = await backfills.list();
      assert.ok(listed?.plan !== undefined);
      assert.equal(listed.status, 'done');
      assert.deepEqual(listed.plan, ended.plan);
      assert.equal(await backfills.pause(plan.id), false);
    }));

  it('pause while they run, wherever they run, and go on when they are resumed', async () => {
    let pause: (() => Promise<unknown>) | undefined;
    await withBackfills(
      async (backfills) => {
        const { plan } = await backfills.plan(request, signal);
        pause = async () => {
          assert.equal(await backfills.pause(plan.id), true);
          const [listed] = await backfills.list();
          assert.ok(listed?.plan !== undefined && listed.status === 'pausing' && listed.pid === process.pid);
          await assert.rejects(
            backfills.resume(plan.id, false, () => {}, signal),
            (error) => isBenchError(error, 'already-running'),
          );
        };
        const paused = await backfills.start(plan, () => {}, signal);
        pause = undefined;
        assert.deepEqual(kinds(paused.plan), ['measured', 'known', 'waiting', 'waiting']);
        const [listed] = await backfills.list();
        assert.ok(listed?.plan !== undefined && listed.status === 'paused');
        const resumed = await backfills.resume(plan.id, false, () => {}, signal);
        assert.deepEqual(kinds(resumed.plan), ['measured', 'known', 'measured', 'measured']);
      },
      {
        measure: async ({ source }) => {
          await pause?.();
          return benchResultOf(Number.parseInt(source.kind === 'commit' ? source.commit : '', 16));
        },
      },
    );
  });

  it('try again what was skipped only when that is asked for', async () => {
    let broken = true;
    await withBackfills(
      async (backfills) => {
        const { plan } = await backfills.plan(request, signal);
        await backfills.start(plan, () => {}, signal);
        broken = false;
        const again = await backfills.resume(plan.id, false, () => {}, signal);
        assert.deepEqual(kinds(again.plan), ['skipped', 'known', 'skipped', 'skipped']);
        const retried = await backfills.resume(plan.id, true, () => {}, signal);
        assert.deepEqual(kinds(retried.plan), ['measured', 'known', 'measured', 'measured']);
      },
      {
        measure: async () => {
          if (broken) {
            throw errors.buildFailed('make');
          }
          return benchResultOf(0);
        },
      },
    );
  });

  it('do not mix the numbers of two machines', async () => {
    let id = 'machine-1';
    await withBackfills(
      async (backfills) => {
        const { plan } = await backfills.plan(request, signal);
        await backfills.start(plan, () => {}, signal);
        id = 'machine-2';
        await assert.rejects(
          backfills.resume(plan.id, true, () => {}, signal),
          (error) => isBenchError(error, 'other-machine'),
        );
      },
      { target: async () => ({ machine: { id, name: id }, platform: 'linux/amd64' }) },
    );
  });

  it('refuse a plan that nobody would see the end of', () =>
    withBackfills(
      (backfills) =>
        assert.rejects(backfills.plan(request, signal), (error) => isBenchError(error, 'commits-unfit')),
      { lines: { listLine: async () => commitsOf(5001) } },
    ));
});
