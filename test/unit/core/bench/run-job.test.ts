import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { BenchRequest } from '../../../../src/core/bench/request.ts';
import { type JobDeps, runJob } from '../../../../src/core/bench/run-job.ts';
import type { IterationReport } from '../../../../src/core/bench/runner-message.ts';
import { type ErrorReason, errors, isBenchError } from '../../../../src/core/errors.ts';
import { plainProfile } from '../../../../src/core/machine/plain-profile.ts';
import type { Iteration, RunStart } from '../../../../src/core/model/bench.ts';
import type { CollectorPort, HistoryPort } from '../../../../src/core/ports.ts';
import { FakeEngine, type Played } from '../../../support/fake-engine.ts';

const job = '11111111-1111-4111-8111-111111111111';
const good = 'simple              0.020\n------------------------\nTotal               0.020\n';
const signal = new AbortController().signal;

function report(parts: Partial<IterationReport> & { text?: string }): IterationReport {
  const { text = good, ...rest } = parts;
  return {
    v: 1,
    kind: 'iteration',
    job,
    iteration: 0,
    warmup: false,
    exitCode: 0,
    signal: 0,
    timedOut: false,
    outOfMemory: false,
    wallNs: 25_000_000,
    userUs: 20_000,
    systemUs: 1000,
    maxRssKib: 12_000,
    stdout: Buffer.from(text, 'latin1').toString('base64'),
    stdoutTruncated: false,
    stderr: '',
    ...rest,
  };
}

function line(parts: Parameters<typeof report>[0]): string {
  return `${JSON.stringify(report(parts))}\n`;
}

/** A history that remembers in the order of the calls. */
class RememberedHistory implements HistoryPort {
  readonly path = 'memory';
  readonly runs: RunStart[] = [];
  readonly iterations: Iteration[] = [];
  readonly ends: string[] = [];
  failing = false;

  beginRun(run: RunStart): void {
    this.runs.push(run);
  }
  addIteration(_: string, iteration: Iteration): 'stored' {
    if (this.failing) {
      throw errors.diskFull('the history');
    }
    this.iterations.push(iteration);
    return 'stored';
  }
  finishRun(_: string, status: string, note: string | undefined): void {
    this.ends.push(note === undefined ? status : `${status}: ${note}`);
  }
  listRuns(): never[] {
    return [];
  }
  listSeries(): never[] {
    return [];
  }
  readSeries(): never {
    throw new Error('not played');
  }
  close(): void {}
}

interface Scene {
  readonly engine: FakeEngine;
  readonly history: RememberedHistory;
  readonly deps: JobDeps;
}

function scene(
  played: Played,
  collector: CollectorPort,
  gateway: string | undefined = '172.29.128.1',
): Scene {
  const engine = new FakeEngine(played, gateway);
  const history = new RememberedHistory();
  const header = '#define PHP_VERSION "8.2.32"\n';
  const snapshot = {
    root: '/php-src',
    git: undefined,
    texts: {
      phpVersionHeader: header,
      configureAc: 'PHP_PROG_BISON([3.0.0])\n',
      configureIn: undefined,
      zendAcinclude: undefined,
    },
    hasConfigureScript: true,
    hasGeneratedParser: true,
    benchmarkScripts: ['Zend/bench.php'],
  };
  const notPlayed = () => Promise.reject(new Error('not played'));
  const deps: JobDeps = {
    engine,
    history,
    collector,
    bootstrap: { unavailableBecause: notPlayed, bootstrap: notPlayed },
    downloads: { download: notPlayed, readTarball: notPlayed },
    profiles: { profileOf: async () => plainProfile },
    assets: { buildScript: '', testScript: '', runnerSource: '', bisonScript: '' },
    tree: {
      resolveRoot: notPlayed,
      readTree: () => Promise.resolve(snapshot),
      listFiles: notPlayed,
      readAndList: () => Promise.resolve({ snapshot, files: [] }),
      lookAt: notPlayed,
      hashFiles: () => Promise.resolve('00'),
      packFiles: () => {
        throw new Error('not played');
      },
      resolveCommit: notPlayed,
      archiveCommit: notPlayed,
      readCommitFile: notPlayed,
      listCommits: notPlayed,
    },
    machine: {
      cpuModel: () => 'cpu',
      hostName: () => 'host',
      load: () => 0,
      owner: () => 'this process',
      ownerIsGone: () => false,
      nowMs: () => 1000,
      uuid: () => job,
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
    },
  };
  return { engine, history, deps };
}

const request: BenchRequest = {
  treeRoot: '/php-src',
  source: { kind: 'work-tree' },
  preset: 'usual',
  configureFlags: [],
  platform: undefined,
  suite: 'Zend/bench.php',
  iterations: 2,
  warmups: 1,
  timeLimitSeconds: 9,
  memoryLimitBytes: 1e9,
  cpuSet: undefined,
};

const settings = { baseImage: 'base', bisonTarball: '', extraPackages: [], ccache: 'never' } as const;
/** A collector that takes nothing, as when the network is lost. */
const lost: CollectorPort = { collect: (_, use) => use({ url: 'http://172.29.128.1:9/v1', token: 't' }) };
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
    for (const suite of ['Zend/micro_bench.php', '../../etc/passwd']) {
      await assert.rejects(
        runJob(made.deps, settings, { ...request, suite }, () => {}, signal),
        (error) => isBenchError(error, 'suite-missing'),
      );
    }
    assert.equal(made.engine.specs.length, 0);
  });
});
