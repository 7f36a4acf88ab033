import type { Measuring, Plan, PlanItem } from '../../src/core/backfill/plan.ts';
import type { BenchResult } from '../../src/core/bench/request.ts';
import { configureFlagsOf } from '../../src/core/build/configuration.ts';
import type { RunRecord } from '../../src/core/model/bench.ts';
import { commitOf, commitsOf } from './commit-line.ts';
import { runOf } from './history-data.ts';
import { benchSuite, defaultVariant } from './suites.ts';

export const measuring: Measuring = {
  treeRoot: '/php-src',
  suite: benchSuite,
  variant: defaultVariant,
  iterations: 10,
  warmups: 1,
  timeLimitSeconds: 300,
  memoryLimitBytes: 1e9,
  cpuSet: undefined,
  preset: 'minimal',
  configureFlags: ['--enable-mbstring'],
  platform: undefined,
};

/** A plan of so many commits that all wait. */
export function planOf(count: number, more: Partial<Plan> = {}): Plan {
  return {
    id: 'plan-1',
    createdAtMs: 1,
    range: 'master',
    step: { kind: 'every' },
    measuring,
    machine: { id: 'machine-1', name: 'box' },
    items: [...commitsOf(count)]
      .reverse()
      .map((commit): PlanItem => ({ commit, state: { kind: 'waiting' } })),
    ...more,
  };
}

/** What a job on a commit ends with, by its number. */
export function benchResultOf(number: number): BenchResult {
  return {
    runId: `run-${number}`,
    suite: 'Zend/bench.php',
    variant: 'default',
    status: 'complete',
    build: {
      key: `key-${number}`,
      phpVersion: '8.2.32',
      source: { id: `git:${number}`, commit: commitOf(number), dirty: false },
      platform: 'linux/amd64',
      toolchainKey: 't',
      toolchainImage: 'i',
      configureFlags: [],
      image: 'i',
      volume: undefined,
      treeRoot: '/php-src',
      outcome: 'built',
      durationMs: 60_000,
      filesSent: 1,
    },
    summaries: [],
    iterations: 10,
    viaCollector: 10,
    remarks: [],
    durationMs: 71_000,
  };
}

/** A complete run of a commit with this measuring, by the commit's number. */
export function runRecordOf(number: number, more: Partial<RunRecord> = {}): RunRecord {
  const { owner: _, ...start } = runOf(number);
  return {
    ...start,
    id: `run-${number}`,
    status: 'complete',
    remarks: [],
    build: {
      ...start.build,
      commit: commitOf(number),
      configureFlags: configureFlagsOf(measuring, { text: '8.2.32', id: 80_232 }),
    },
    startedAtMs: 1000 * number,
    finishedAtMs: 1000 * number + 20_000,
    iterations: 10,
    ...more,
  };
}
