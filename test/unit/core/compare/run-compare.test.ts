import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CompareRequest } from '../../../../src/core/compare/request.ts';
import { runCompare } from '../../../../src/core/compare/run-compare.ts';
import { isBenchError } from '../../../../src/core/errors.ts';
import type { ContainerSpec } from '../../../../src/core/model/engine.ts';
import { line, lost, report, request, scene, settings, signal } from '../../../support/bench-scene.ts';
import type { Played } from '../../../support/fake-engine.ts';
import { seeded } from '../../../support/noise.ts';

const treeA = { kind: 'work-tree' } as const;
const compare: CompareRequest = {
  ...request,
  iterations: 2,
  warmups: 1,
  base: treeA,
  candidate: treeA,
  control: undefined,
  rounds: 8,
};

/** What the runner prints for one turn, with a total of so many seconds. */
function turn(...seconds: readonly number[]): readonly string[] {
  const text = (total: number) => `simple   0.010\nTotal    ${total.toFixed(3)}\n`;
  return [
    line({ warmup: true }),
    ...seconds.map((total, iteration) => line({ iteration, text: text(total) })),
  ];
}

function deps(played: Played, collector = lost) {
  const made = scene(played, collector);
  let ids = 0;
  const uuid = () => {
    ids += 1;
    return `0000000${ids}-1111-4111-8111-111111111111`;
  };
  return { made, deps: { ...made.deps, machine: { ...made.deps.machine, uuid }, random: seeded(4) } };
}

const run = (all: ReturnType<typeof deps>, wanted: Partial<CompareRequest> = {}) =>
  runCompare(all.deps, settings, { ...compare, ...wanted }, () => {}, signal);

describe('a comparison', () => {
  it('measures each build once a round, and counts its iterations through', async () => {
    const all = deps({ output: turn(0.3, 0.31) });
    const result = await run(all);
    assert.equal(all.made.engine.specs.length, 16);
    const [base, candidate] = result.builds;
    assert.ok(base && candidate && base.runId !== candidate.runId);
    const { owners, iterations } = all.made.history;
    for (const { runId } of [base, candidate]) {
      const own = iterations.filter((_, at) => owners[at] === runId).map(({ index }) => index);
      assert.deepEqual(
        own,
        Array.from({ length: 16 }, (_, index) => index),
      );
    }
    assert.deepEqual(all.made.history.ends, ['complete', 'complete']);
    assert.equal(all.made.engine.open, 0);
    assert.equal(result.main.verdict, 'no-difference');
    assert.equal(result.sameBuild, true);
  });

  it('measures a control beside them, and says how far it moved', async () => {
    const all = deps({
      output: (_: ContainerSpec, number) => (number < 12 ? turn(0.3, 0.3) : turn(0.33, 0.33)),
    });
    const result = await run(all, { control: treeA });
    assert.equal(all.made.engine.specs.length, 24);
    assert.equal(result.builds.at(-1)?.role, 'control');
    assert.equal(result.controlDrift?.toFixed(3), '0.100');
    assert.deepEqual(all.made.history.ends, ['complete', 'complete', 'complete']);
  });

  it('takes what the collector brings for the build whose turn it is', async () => {
    const all = deps(
      { output: [] },
      {
        collect: async (wanted, use) => {
          // Before the first turn there is no build that a report could belong to.
          wanted.onReport(report({ iteration: 0 }));
          return use({ url: 'http://172.29.128.1:9/v1', token: 't' });
        },
      },
    );
    await assert.rejects(run(all), (error) => isBenchError(error, 'benchmark-silent'));
    assert.deepEqual(all.made.history.iterations, []);
  });

  it('keeps what was measured before a failure, in runs that say so', async () => {
    const failing = [line({ warmup: true }), line({ iteration: 0, exitCode: 255, text: 'Fatal error' })];
    const all = deps({ output: (_: ContainerSpec, number) => (number < 5 ? turn(0.3, 0.3) : failing) });
    await assert.rejects(run(all), (error) => isBenchError(error, 'benchmark-failed'));
    assert.equal(all.made.history.iterations.length, 10);
    assert.equal(all.made.history.ends.length, 2);
    assert.ok(all.made.history.ends.every((end) => end.startsWith('incomplete: ')));
    assert.equal(all.made.engine.open, 0);
  });

  it('is not fooled by an iteration that got lost on the way', async () => {
    const all = deps({ output: (_: ContainerSpec, number) => (number === 3 ? turn(0.3) : turn(0.3, 0.3)) });
    await assert.rejects(run(all), (error) => isBenchError(error, 'benchmark-silent'));
  });
});
