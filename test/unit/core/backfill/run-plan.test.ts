import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { countItems, markKnown, type Plan, retrySkipped } from '../../../../src/core/backfill/plan.ts';
import { parsePlan } from '../../../../src/core/backfill/plan-schema.ts';
import { type RunPlanDeps, runPlan } from '../../../../src/core/backfill/run-plan.ts';
import { errors, isBenchError } from '../../../../src/core/errors.ts';
import type { ProgressEvent } from '../../../../src/core/ports.ts';
import { benchResultOf, planOf } from '../../../support/backfill-data.ts';
import { commitOf } from '../../../support/commit-line.ts';

const signal = new AbortController().signal;

/** What became of each commit, by its number. */
type Played = (number: number) => Promise<void>;

function scene(played: Played, more: Partial<RunPlanDeps> = {}) {
  const saved: Plan[] = [];
  const asked: number[] = [];
  const events: ProgressEvent[] = [];
  const deps: RunPlanDeps = {
    save: async (plan) => void saved.push(plan),
    isAskedToPause: async () => false,
    estimate: (plan) => ({
      commits: countItems(plan).waiting,
      totalMs: 60_000,
      ...{ buildMs: undefined, builds: 0, measureMs: undefined, runs: 0 },
    }),
    takeTurn: (_, work) => work(),
    measure: async ({ source }, report) => {
      const number = Number.parseInt(source.kind === 'commit' ? source.commit : '', 16);
      asked.push(number);
      report({ kind: 'step', title: 'Compiling' });
      report({ kind: 'line', text: `x.c:1:1: error: no ${number}` });
      await played(number);
      return benchResultOf(number);
    },
    ...more,
  };
  const run = (plan: Plan, aborted = signal) => runPlan(deps, plan, (event) => events.push(event), aborted);
  return { run, saved, asked, events };
}

const kinds = (plan: Plan) => plan.items.map(({ state }) => state.kind);

describe('a plan that runs', () => {
  it('measures what waits, the newest first, and saves before and after each', async () => {
    const { run, saved, asked, events } = scene(async () => {});
    const plan = markKnown(planOf(4), new Map([[commitOf(2).sha, 'r']]));
    const ended = await run(plan);
    assert.deepEqual(asked, [3, 1, 0]);
    assert.deepEqual(kinds(ended), ['measured', 'known', 'measured', 'measured']);
    assert.deepEqual(
      saved.map((each) => countItems(each).waiting),
      [3, 2, 1, 0],
    );
    const titles = events.flatMap((event) => (event.kind === 'step' ? [event.title] : []));
    assert.equal(titles[1], 'Commit 2 of 3 (0000000000), about 1 min left: Compiling');
  });

  it('passes over a commit that does not build, and keeps why', async () => {
    const { run } = scene(async (number) => {
      if (number === 1) {
        throw errors.buildFailed('make');
      }
    });
    const ended = await run(planOf(3));
    assert.deepEqual(kinds(ended), ['measured', 'skipped', 'measured']);
    const state = ended.items[1]?.state;
    assert.ok(state?.kind === 'skipped');
    assert.equal(state.reason, 'build-failed');
    assert.deepEqual(state.output, ['x.c:1:1: error: no 1']);
    assert.deepEqual(kinds(retrySkipped(ended)), ['measured', 'waiting', 'measured']);
  });

  it("ends with a failure that is not the commit's own, and leaves the commit waiting", async () => {
    const { run, saved } = scene(async (number) => {
      if (number === 1) {
        throw errors.diskFull('/var/lib/docker');
      }
    });
    await assert.rejects(run(planOf(3)), (error) => isBenchError(error, 'disk-full'));
    assert.deepEqual(kinds(saved.at(-1) ?? planOf(0)), ['measured', 'waiting', 'waiting']);
  });

  it("takes no failure for the commit's own once it is cancelled", async () => {
    const controller = new AbortController();
    const { run, saved } = scene(async () => {
      controller.abort();
      throw errors.buildFailed('make');
    });
    await assert.rejects(run(planOf(2), controller.signal), (error) => isBenchError(error, 'cancelled'));
    assert.deepEqual(kinds(saved.at(-1) ?? planOf(0)), ['waiting', 'waiting']);
  });

  it('pauses between two commits', async () => {
    const measured: number[] = [];
    const { run } = scene(async (number) => void measured.push(number), {
      isAskedToPause: async () => measured.length === 2,
    });
    assert.deepEqual(kinds(await run(planOf(3))), ['measured', 'measured', 'waiting']);
  });

  it('says for whom it waits', async () => {
    const { run, events } = scene(async () => {}, {
      takeTurn: async (machineId, work, onWait) => {
        assert.equal(machineId, 'machine-1');
        onWait(42);
        return work();
      },
    });
    await run(planOf(1));
    assert.ok(events.some((event) => event.kind === 'step' && /until process 42/.test(event.title)));
  });

  it('comes to the same end however often it is stopped on the way', async () => {
    const outcome = (number: number) => (number % 3 === 1 ? 'skipped' : 'measured');
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 12 }),
        async (count, stops) => {
          let plan = planOf(count);
          const done = new Set<number>();
          for (const stop of [...stops, Number.POSITIVE_INFINITY]) {
            let left = stop;
            const { run, saved } = scene(async (number) => {
              if (left === 0) {
                throw errors.cancelled();
              }
              left -= 1;
              assert.ok(!done.has(number), 'a commit is measured once');
              done.add(number);
              if (outcome(number) === 'skipped') {
                throw errors.buildFailed('make');
              }
            });
            await run(plan).catch(() => undefined);
            const written = parsePlan(JSON.parse(JSON.stringify(saved.at(-1))));
            assert.ok('value' in written);
            plan = written.value;
          }
          const expected = Array.from({ length: count }, (_, at) => outcome(count - 1 - at));
          assert.deepEqual(kinds(plan), expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a plan that was written down', () => {
  it('is read as it was', () => {
    const plan = markKnown(planOf(3), new Map([[commitOf(1).sha, 'r']]));
    const read = parsePlan(JSON.parse(JSON.stringify(plan)));
    assert.deepEqual(read, { value: plan });
  });

  it('is refused with the place of what is wrong', () => {
    const plan = planOf(2);
    const problem = (content: unknown) => {
      const read = parsePlan(content);
      return 'problem' in read ? read.problem : '';
    };
    assert.match(
      problem({ ...plan, items: [...plan.items, ...plan.items] }),
      /^items: a commit is in it twice/,
    );
    assert.match(problem({ ...plan, step: { kind: 'monthly' } }), /^step\.kind: /);
    assert.match(problem({ ...plan, id: '../x' }), /^id: /);
    assert.match(problem(7), /^all of it: /);
  });
});
