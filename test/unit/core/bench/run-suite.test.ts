/** Jobs on suites of several scripts, and with instructions counted. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BenchRequest } from '../../../../src/core/bench/request.ts';
import { runJob } from '../../../../src/core/bench/run-job.ts';
import type { Suite } from '../../../../src/core/bench/suite.ts';
import { isBenchError } from '../../../../src/core/errors.ts';
import type { ContainerSpec } from '../../../../src/core/model/engine.ts';
import { line, lost, request, scene, settings, signal } from '../../../support/bench-scene.ts';
import type { Played } from '../../../support/fake-engine.ts';
import { benchSuite } from '../../../support/suites.ts';

const own = ['a.php', 'b.php'].map((path) => ({ path, content: new TextEncoder().encode('<?php') }));

function suiteOf(more: Partial<Suite>): BenchRequest {
  const suite: Suite = {
    ...benchSuite,
    ...{ name: 'mine', treeScripts: [], scripts: ['a.php', 'b.php'], folder: '/suites', output: 'process' },
    ...more,
  };
  return { ...request, suite, warmups: 0 };
}

/** What the runner prints for some executions, by iteration, script and wall time. */
function executions(...all: readonly (readonly [number, number, number])[]): readonly string[] {
  return all.map(([iteration, script, ms]) => line({ iteration, script, wallNs: ms * 1e6, text: '' }));
}

const run = (made: ReturnType<typeof scene>, what: BenchRequest) =>
  runJob(made.deps, settings, what, () => {}, signal);

const play = (output: Played['output'], more: Partial<Played> = {}) =>
  scene({ output, ...more }, lost, '172.29.128.1', own);

describe('a suite of several scripts', () => {
  it('has numbers for each script and for all together, and keeps each execution as it comes', async () => {
    const made = play(executions([0, 0, 10], [0, 1, 20], [1, 0, 12], [1, 1, 24]));
    const result = await run(made, suiteOf({}));
    const walls = result.summaries.filter(({ metric }) => metric === 'wall');
    assert.deepEqual(
      walls.map(({ benchmark, median, count }) => [benchmark, median, count]),
      [
        ['a.php', 11, 2],
        ['b.php', 22, 2],
        ['Total', 33, 2],
      ],
    );
    assert.equal(result.iterations, 2);
    assert.deepEqual(
      made.history.iterations.map(({ index, samples }) => [index, samples[0]?.benchmark, samples.length]),
      [
        [0, 'a.php', 4],
        [0, 'b.php', 5],
        [1, 'a.php', 4],
        [1, 'b.php', 5],
      ],
    );
    const [spec] = made.engine.specs;
    assert.deepEqual(spec?.command.slice(-2), ['/opt/psb/suite/a.php', '/opt/psb/suite/b.php']);
    assert.match(String(made.engine.written[0]?.content), /^scripts=2\ncount=none$/m);
  });

  it('keeps the scripts of an iteration that was not whole, which counts as none', async () => {
    const made = play(executions([0, 0, 10], [0, 1, 20], [1, 0, 12]), { exit: { exitCode: 137 } });
    await assert.rejects(run(made, suiteOf({})), (error) => isBenchError(error, 'benchmark-failed'));
    assert.equal(made.history.iterations.length, 3);
    assert.match(made.history.ends[0] ?? '', /^incomplete: .*exit code 137/);
  });

  it('names the script that failed', async () => {
    const made = play([...executions([0, 0, 10]), line({ script: 1, exitCode: 3, text: 'oh no' })]);
    await assert.rejects(
      run(made, suiteOf({})),
      (error) =>
        isBenchError(error) && /"b\.php" ended with exit code 3 and said "oh no"/.test(error.message),
    );
  });

  it('tells the rows of one table from those of another', async () => {
    const rows = (script: number) => line({ script, text: `simple 0.010\nTotal 0.010\n` });
    const made = play([rows(0), rows(1)]);
    const result = await run(made, { ...suiteOf({ output: 'table' }), iterations: 1 });
    const times = result.summaries.filter(({ metric }) => metric === 'time');
    assert.deepEqual(
      times.map(({ benchmark }) => benchmark),
      ['a.php: simple', 'a.php: Total', 'b.php: simple', 'b.php: Total'],
    );
  });

  it('may print what it likes where only its processes are measured', async () => {
    const flood = { text: '\xff\xfe', stdoutTruncated: true };
    const made = play([line({ ...flood }), line({ ...flood, script: 1 })]);
    assert.equal((await run(made, { ...suiteOf({}), iterations: 1 })).iterations, 1);
  });

  it('does not believe a report of a script that it does not have', async () => {
    const made = play(executions([0, 0, 10], [0, 7, 10]));
    await assert.rejects(run(made, suiteOf({})), (error) => isBenchError(error, 'invalid-message'));
  });

  it('is marked where the machine was busy', async () => {
    const busy = (script: number) => line({ script, wallNs: 1e9, othersCpuUs: 1_500_000, load: 2 });
    const made = play([busy(0), busy(1)]);
    const { remarks } = await run(made, { ...suiteOf({}), iterations: 1 });
    assert.match(
      remarks[0] ?? '',
      /^The machine was busy: others used 1\.5 of its \d+ CPUs .*\(load 0\.5 before, 2\.0 after\)/,
    );
    assert.deepEqual(made.history.remarks, [{ kind: 'busy-machine', text: remarks[0] }]);
    assert.deepEqual(made.history.ends, ['complete']);
  });
});

describe('instructions', () => {
  const timed = executions([0, 0, 10], [0, 1, 20]);
  const counted = [5_000_000, 7_000_000].map((instructions, script) =>
    line({ script, count: 'callgrind', instructions, wallNs: 9e9, text: '' }),
  );
  const byImage =
    (callgrind: readonly string[]) =>
    (spec: ContainerSpec): readonly string[] =>
      spec.image.includes('/tools:') ? callgrind : timed;
  const once: BenchRequest = { ...suiteOf({ counting: 'callgrind' }), iterations: 1 };

  it('are counted by callgrind in a container of their own, whose times count for nothing', async () => {
    const made = play(byImage(counted));
    const { summaries } = await run(made, once);
    const found = summaries.filter(({ metric }) => metric === 'instructions');
    assert.deepEqual(
      found.map(({ benchmark, median, unit }) => [benchmark, median, unit]),
      [
        ['a.php', 5_000_000, 'instructions'],
        ['b.php', 7_000_000, 'instructions'],
      ],
    );
    assert.equal(
      summaries.find(({ benchmark, metric }) => benchmark === 'Total' && metric === 'wall')?.median,
      30,
    );
    const [first, second] = made.engine.specs;
    assert.equal(second?.memoryBytes, (first?.memoryBytes ?? 0) + 1e9);
    const jobs = made.engine.written.filter(({ path }) => path.endsWith('job.conf'));
    assert.match(
      String(jobs[1]?.content),
      /^iterations=1\nwarmups=0\nlimit=900\nscripts=2\ncount=callgrind$/m,
    );
    assert.equal(made.history.ends[0], 'complete');
  });

  it('that callgrind could not count leave the times in a run that is incomplete', async () => {
    const silent = [line({ count: 'callgrind', uncounted: 'callgrind wrote no total', text: '' })];
    const died = [line({ count: 'callgrind', exitCode: 255, text: 'ValueError' })];
    for (const [output, expected] of [
      [silent, /not counted: callgrind wrote no total/],
      [died, /under callgrind, "a\.php" ended with exit code 255/],
    ] as const) {
      const made = play(byImage(output));
      await assert.rejects(
        run(made, once),
        (error) => isBenchError(error, 'benchmark-failed') && expected.test(error.message),
      );
      assert.equal(made.history.iterations.length, 2);
      assert.match(made.history.ends[0] ?? '', /^incomplete/);
    }
  });

  it("come with each execution from the processor's counter, or the run says why not", async () => {
    const what = { ...suiteOf({ counting: 'perf' }), iterations: 1 };
    const withCount = [0, 1].map((script) => line({ script, count: 'perf', instructions: 100, text: '' }));
    const counting = play(withCount);
    const { summaries } = await run(counting, what);
    assert.equal(summaries.filter(({ unit }) => unit === 'instructions').length, 2);
    assert.equal(counting.engine.specs[0]?.performanceCounters, true);
    const without = [0, 1].map((script) =>
      line({ script, count: 'perf', uncounted: 'Operation not permitted', text: '' }),
    );
    const { remarks } = await run(play(without), what);
    assert.match(remarks.join(), /Instructions were not counted: .*Operation not permitted/);
  });
});
