import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runJob } from '../../../../src/core/bench/run-job.ts';
import { type ErrorReason, errors, isBenchError } from '../../../../src/core/errors.ts';
import type { CollectorPort } from '../../../../src/core/ports.ts';
import {
  job,
  line,
  lost,
  report,
  request,
  type Scene,
  scene,
  settings,
  signal,
} from '../../../support/bench-scene.ts';
import type { Played } from '../../../support/fake-engine.ts';
import { benchSuite } from '../../../support/suites.ts';

const whole = [line({ warmup: true }), line({ iteration: 0 }), line({ iteration: 1 })];

async function failsWith(played: Played, reason: ErrorReason): Promise<Scene> {
  const made = scene(played, lost);
  await assert.rejects(
    runJob(made.deps, settings, request, () => {}, signal),
    (error) => isBenchError(error, reason),
  );
  assert.equal(made.engine.open, 0);
  return made;
}

describe('runJob', () => {
  it('keeps what the collector brings once, though it comes on standard output again', async () => {
    const made = scene(
      { output: whole },
      {
        collect: (wanted, use) => {
          assert.equal(wanted.onReport(report({ iteration: 0 })), 'stored');
          assert.equal(wanted.onReport(report({ iteration: 0 })), 'duplicate');
          return use({ url: 'http://172.29.128.1:9/v1', token: 't' });
        },
      },
    );
    const result = await runJob(made.deps, settings, request, () => {}, signal);
    assert.equal(result.viaCollector, 1);
    assert.deepEqual(
      made.history.iterations.map((iteration) => iteration.index),
      [0, 1],
    );
    assert.deepEqual(made.history.ends, ['complete']);
    assert.deepEqual(
      result.summaries.map((row) => [row.benchmark, row.metric, row.median, row.count]),
      [
        ['simple', 'time', 20, 2],
        ['Total', 'time', 20, 2],
        ['process', 'wall', 25, 2],
        ['process', 'user', 20, 2],
        ['process', 'system', 1, 2],
        ['process', 'peak-memory', 12_288_000, 2],
      ],
    );
  });

  it('loses nothing when the collector hears nothing, and gives the container no other network', async () => {
    const made = scene({ output: [whole.join('').slice(0, 700), whole.join('').slice(700)] }, lost);
    await runJob(made.deps, settings, request, () => {}, signal);
    assert.equal(made.history.iterations.length, 2);
    assert.equal(made.engine.specs[0]?.network, `php-source-bench-job-${job}`);
    assert.match(String(made.engine.written[0]?.content), /^token=t$/m);
  });

  it('gives the container no network where the collector cannot listen', async () => {
    const deaf: CollectorPort = { collect: () => Promise.reject(errors.collectorFailed('no such address')) };
    const made = scene({ output: whole }, deaf);
    await runJob(made.deps, settings, request, () => {}, signal);
    assert.equal(made.engine.specs[0]?.network, 'none');
    assert.doesNotMatch(String(made.engine.written[0]?.content), /token/);
  });

  it('leaves nothing in the history of a job without a sample', async () => {
    const cases: readonly (readonly [Played, ErrorReason])[] = [
      [{ output: [] }, 'benchmark-silent'],
      [{ output: [line({ warmup: true, timedOut: true, signal: 9 })] }, 'benchmark-timeout'],
      [{ output: [line({ warmup: true, exitCode: 255, text: 'Fatal error' })] }, 'benchmark-failed'],
      [{ output: [line({ signal: 11 })] }, 'benchmark-failed'],
      [{ output: [line({ signal: 9, outOfMemory: true })] }, 'benchmark-out-of-memory'],
      [{ output: [], exit: { exitCode: 137, outOfMemory: true } }, 'benchmark-out-of-memory'],
      [{ output: [], exit: { exitCode: 70 } }, 'benchmark-failed'],
      [{ output: [line({ text: 'garbage \xff\x00' })] }, 'benchmark-output'],
      [{ output: [line({ stdoutTruncated: true })] }, 'benchmark-output'],
      [{ output: ['{"v":1}\n', 'not json\n', `${'x'.repeat(5000)}\n`] }, 'benchmark-silent'],
    ];
    for (const [played, reason] of cases) {
      const made = await failsWith(played, reason);
      assert.deepEqual([made.history.runs, made.history.ends], [[], []]);
    }
  });

  it('keeps what was measured before a failure, and says that it is incomplete', async () => {
    const made = await failsWith(
      { output: [line({ iteration: 0 }), line({ iteration: 1, exitCode: 3 })] },
      'benchmark-failed',
    );
    assert.equal(made.history.iterations.length, 1);
    assert.match(made.history.ends[0] ?? '', /^incomplete: The benchmark Zend\/bench\.php failed/);
  });

  it('reports a history that cannot be written, once, and still cleans up', async () => {
    const made = scene({ output: whole }, lost);
    made.history.failing = true;
    await assert.rejects(
      runJob(made.deps, settings, request, () => {}, signal),
      (error) => isBenchError(error, 'disk-full'),
    );
    assert.equal(made.engine.open, 0);
  });

  it('refuses a suite that the tree does not have before it builds', async () => {
    const made = scene({ output: whole }, lost);
    for (const path of ['Zend/micro_bench.php', '../../etc/passwd']) {
      const suite = { ...benchSuite, treeScripts: [path] };
      await assert.rejects(
        runJob(made.deps, settings, { ...request, suite }, () => {}, signal),
        (error) => isBenchError(error, 'suite-missing'),
      );
    }
    assert.equal(made.engine.specs.length, 0);
  });
});
