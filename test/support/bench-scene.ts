/** A benchmark job with a fake engine and a history that only remembers, for faults that no engine produces on demand. */

import { createHash } from 'node:crypto';
import type { BenchRequest } from '../../src/core/bench/request.ts';
import type { JobDeps } from '../../src/core/bench/run-job.ts';
import type { IterationReport } from '../../src/core/bench/runner-message.ts';
import { HeldStates } from '../../src/core/build/volume-state.ts';
import { errors } from '../../src/core/errors.ts';
import { plainProfile } from '../../src/core/machine/plain-profile.ts';
import type { Iteration, Remark, RunEnd, RunStart } from '../../src/core/model/bench.ts';
import type { CollectorPort, RunIntakePort, ScriptFile } from '../../src/core/ports.ts';
import { checkRun } from '../../src/local/history/checks.ts';
import { FakeEngine, type Played } from './fake-engine.ts';
import { benchSuite, defaultVariant } from './suites.ts';

/** The id of everything that gets one. */
export const job = '11111111-1111-4111-8111-111111111111';
const good = 'simple              0.020\n------------------------\nTotal               0.020\n';
export const signal = new AbortController().signal;

/** What the runner says of an execution that went well, but for `parts`; `text` is the script's output. */
export function report(parts: Partial<IterationReport> & { text?: string }): IterationReport {
  const { text = good, ...rest } = parts;
  return {
    v: 1,
    kind: 'iteration',
    job,
    iteration: 0,
    warmup: false,
    script: 0,
    count: 'none',
    exitCode: 0,
    signal: 0,
    timedOut: false,
    outOfMemory: false,
    wallNs: 25_000_000,
    userUs: 20_000,
    systemUs: 1000,
    maxRssKib: 12_000,
    load: 0.5,
    othersCpuUs: 0,
    instructions: null,
    uncounted: '',
    stdout: Buffer.from(text, 'latin1').toString('base64'),
    stdoutTruncated: false,
    stderr: '',
    ...rest,
  };
}

/** The same as the runner prints it. */
export function line(parts: Parameters<typeof report>[0]): string {
  return `${JSON.stringify(report(parts))}\n`;
}

/** A history that takes what the real one takes, and remembers in the order of the calls. */
class RememberedHistory implements RunIntakePort {
  readonly runs: RunStart[] = [];
  readonly iterations: Iteration[] = [];
  /** The run of each iteration. */
  readonly owners: string[] = [];
  readonly remarks: Remark[] = [];
  readonly ends: string[] = [];
  failing = false;

  beginRun(run: RunStart): void {
    checkRun(run);
    this.runs.push(run);
  }
  addIteration(runId: string, iteration: Iteration): 'stored' {
    if (this.failing) {
      throw errors.diskFull('the history');
    }
    this.iterations.push(iteration);
    this.owners.push(runId);
    return 'stored';
  }
  addRemark(_: string, remark: Remark): void {
    this.remarks.push(remark);
  }
  finishRun(_: string, { status, note }: RunEnd): void {
    this.ends.push(note === undefined ? status : `${status}: ${note}`);
  }
}

/** A job's surroundings, and what came to be in them. */
export interface Scene {
  readonly engine: FakeEngine;
  readonly history: RememberedHistory;
  readonly deps: JobDeps;
}

/** Surroundings with a release tree that has Zend/bench.php, built already. */
export function scene(
  played: Played,
  collector: CollectorPort,
  gateway: string | undefined = '172.29.128.1',
  own: readonly ScriptFile[] = [],
): Scene {
  const engine = new FakeEngine(played, gateway);
  const history = new RememberedHistory();
  const header = '#define PHP_VERSION "8.2.32"\n';
  const files: Readonly<Record<string, Uint8Array>> = {
    'main/php_version.h': new TextEncoder().encode(header),
    'Zend/bench.php': new TextEncoder().encode('<?php'),
  };
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
    suiteFiles: { readDefinitions: notPlayed, readScripts: async () => own },
    bootstrap: { unavailableBecause: notPlayed, bootstrap: notPlayed },
    downloads: { download: notPlayed, locate: notPlayed, readTarball: notPlayed },
    profiles: { profileOf: async () => plainProfile },
    assets: { buildScript: '', testScript: '', runnerSource: '', bisonScript: '' },
    states: new HeldStates(),
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
      readSourceFile: (_root, _source, path) => Promise.resolve(files[path]),
      listCommits: notPlayed,
      showCommit: notPlayed,
      changedFiles: notPlayed,
    },
    machine: {
      cpuModel: () => 'cpu',
      hostName: () => 'host',
      owner: () => 'this process',
      ownerIsGone: () => false,
      nowMs: () => 1000,
      uuid: () => job,
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
    },
  };
  return { engine, history, deps };
}

export const request: BenchRequest = {
  treeRoot: '/php-src',
  source: { kind: 'work-tree' },
  preset: 'usual',
  configureFlags: [],
  platform: undefined,
  suite: benchSuite,
  variant: defaultVariant,
  iterations: 2,
  warmups: 1,
  timeLimitSeconds: 9,
  memoryLimitBytes: 1e9,
  cpuSet: undefined,
};

export const settings = {
  baseImage: 'base',
  bisonTarball: '',
  extraPackages: [],
  ccache: 'never',
  keepContainerMinutes: 0,
} as const;
/** A collector that takes nothing, as when the network is lost. */
export const lost: CollectorPort = {
  collect: (_, use) => use({ url: 'http://172.29.128.1:9/v1', token: 't' }),
};
