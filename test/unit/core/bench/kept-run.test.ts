/** What a real history has of a job once it is over. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runsOfMeasurement } from '../../../../src/core/backfill/measured.ts';
import type { BenchRequest } from '../../../../src/core/bench/request.ts';
import { runJob } from '../../../../src/core/bench/run-job.ts';
import { machineIdentity } from '../../../../src/core/bench/run-start.ts';
import type { Suite } from '../../../../src/core/bench/suite.ts';
import type { Environment, RunRecord } from '../../../../src/core/model/bench.ts';
import type { HistoryPort } from '../../../../src/core/ports.ts';
import { line, lost, request, scene, settings, signal } from '../../../support/bench-scene.ts';
import type { Played } from '../../../support/fake-engine.ts';
import { withHistory } from '../../../support/open-history.ts';
import { benchSuite } from '../../../support/suites.ts';

function requestOf(more: Partial<Suite>): BenchRequest {
  const suite: Suite = {
    ...benchSuite,
    ...{ name: 'mine', treeScripts: [], scripts: ['a.php', 'b.php'], folder: '/suites', output: 'process' },
    ...more,
  };
  return { ...request, suite, warmups: 0, iterations: 1 };
}

async function keep(
  history: HistoryPort,
  played: Played,
  what: BenchRequest,
  code = '<?php',
): Promise<RunRecord | undefined> {
  const own = ['a.php', 'b.php'].map((path) => ({ path, content: new TextEncoder().encode(code) }));
  const { deps } = scene(played, lost, '172.29.128.1', own);
  await runJob({ ...deps, history }, settings, what, () => {}, signal).catch(() => {});
  return history.listRuns(1)[0];
}

const timed = [0, 1].map((script) => line({ script, text: '' }));
const counted = [0, 1].map((script) => line({ script, count: 'callgrind', instructions: 9000, text: '' }));

describe('a job in the history', () => {
  it('is one iteration, in which times and counts of several scripts came in parts', () =>
    withHistory(async (history) => {
      const output: Played['output'] = ({ image }) =>
        // Each line twice, as after a lost answer.
        (image.includes('/tools:') ? counted : timed).flatMap((report) => [report, report]);
      const run = await keep(history, { output }, requestOf({ counting: 'callgrind' }));
      assert.deepEqual([run?.status, run?.iterations], ['complete', 1]);
      const series = history.listSeries().filter(({ metric }) => /^(wall|instructions)$/.test(metric));
      assert.deepEqual(
        series
          .map(({ id, benchmark, metric }) =>
            [benchmark, metric, ...history.readSeries(id).sampleCounts].join(' '),
          )
          .sort(),
        ['Total wall 1', 'a.php instructions 1', 'a.php wall 1', 'b.php instructions 1', 'b.php wall 1'],
      );
    }));

  it('has what it was measured in, the settings of suite and variant, and the load', () =>
    withHistory(async (history) => {
      const what = {
        ...requestOf({ ini: { precision: '7', memory_limit: '1G' } }),
        variant: { name: 'mine', ini: { precision: '8' } },
        cpuSet: '0',
      };
      const run = await keep(history, { output: timed }, what);
      assert.ok(run);
      assert.deepEqual(run.variant, { name: 'mine', ini: { precision: '8', memory_limit: '1G' } });
      const { cpuSet, timeLimitSeconds, warmups, counting, emulated } = run.environment;
      assert.deepEqual([cpuSet, timeLimitSeconds, warmups, counting, emulated], ['0', 9, 0, 'none', false]);
      assert.deepEqual([run.loadBefore, run.loadAfter], [0.5, 0.5]);
    }));

  it('is what a plan for it takes as measured already', () =>
    withHistory(async (history) => {
      const what = { ...requestOf({ ini: { precision: '7' } }), branch: 'master' };
      const run = await keep(history, { output: timed }, what);
      assert.ok(run);
      const { engine, deps } = scene({ output: timed }, lost);
      const wanted = {
        ...what,
        machineId: machineIdentity(deps.machine, await engine.describe()).id,
        platform: run.build.platform,
      };
      assert.deepEqual(runsOfMeasurement([run], wanted), [run]);
      assert.deepEqual(runsOfMeasurement([run], { ...wanted, branch: undefined }), []);
    }));

  it('has another environment where its scripts are others, and only there', async () => {
    const environments: (Environment | undefined)[] = [];
    for (const code of ['<?php', '<?php', '<?php 1;']) {
      await withHistory(async (history) => {
        environments.push((await keep(history, { output: timed }, requestOf({}), code))?.environment);
      });
    }
    const [first, same, changed] = environments;
    assert.ok(first);
    assert.deepEqual(same, first);
    assert.notEqual(changed?.scripts, first.scripts);
    assert.deepEqual({ ...changed, scripts: first.scripts }, first);
  });

  it('keeps apart why it is incomplete and what else is to be remarked', () =>
    withHistory(async (history) => {
      const busy = line({ script: 0, wallNs: 1e9, othersCpuUs: 1_500_000, text: '' });
      const output = [busy, line({ script: 1, exitCode: 3, text: 'oh no' })];
      const run = await keep(history, { output }, requestOf({}));
      assert.equal(run?.status, 'incomplete');
      assert.match(run.note ?? '', /^[^.]*"b\.php" ended with exit code 3/);
      assert.doesNotMatch(run.note ?? '', /busy/);
      assert.deepEqual(
        run.remarks.map(({ kind }) => kind),
        ['busy-machine'],
      );
    }));
});
