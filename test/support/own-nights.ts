/** Nightly benchmarks of our own, played into a real history; only the commits, the clock and the times are made up. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { BenchRequest } from '../../src/core/bench/request.ts';
import { iniOf } from '../../src/core/bench/suite.ts';
import { configureFlagsOf } from '../../src/core/build/configuration.ts';
import { errors } from '../../src/core/errors.ts';
import type { RunRole, RunStart } from '../../src/core/model/bench.ts';
import { type Night, Nightlies } from '../../src/core/nightly/nightlies.ts';
import type { NightlyRequest, NightlyState } from '../../src/core/nightly/nightly.ts';
import { parseNightly } from '../../src/core/nightly/nightly-schema.ts';
import type { HistoryPort } from '../../src/core/ports.ts';
import { StateFolder } from '../../src/local/state-folder.ts';
import { benchResultOf, measuring } from './backfill-data.ts';
import { commitOf } from './commit-line.ts';
import { runIdOf, runOf } from './history-data.ts';
import { storeRun, withHistory } from './open-history.ts';
import { withTemporary } from './temporary.ts';

const signal = new AbortController().signal;
export const hourMs = 3_600_000;
const minuteMs = 60_000;
const firstNightMs = Date.UTC(2026, 10, 1, 3);

/** Of a fixed commit, long before those of the branch. */
export const controlNumber = 0xc0;

/** A measurement as it was asked for: the commit's number, and its place in the night. */
export interface Asked {
  readonly role: RunRole;
  readonly commit: number;
  readonly branch: string;
  /** Since the first night. */
  readonly atMs: number;
}

export interface OwnNights {
  readonly history: HistoryPort;
  readonly asked: Asked[];
  readonly store: StateFolder<NightlyState>;
  /** The branch so far, by the numbers of its commits: each was made so many milliseconds after the first night. */
  readonly commits: Map<number, number>;
  /** What a job does instead of ending well. */
  fail: ((asked: Asked) => void) | undefined;
  /** @param afterMs since the first night; at which the scheduler starts it */
  run(afterMs: number, more?: Partial<NightlyRequest>): Promise<Night>;
}

/** @param msOf how long the benchmark takes, in milliseconds */
export function withOwnNights(
  use: (nights: OwnNights) => Promise<void>,
  msOf: (asked: Asked) => number = () => 100,
): Promise<void> {
  return withHistory((history) => withTemporary((directory) => use(ownNights(directory, history, msOf))));
}

function ownNights(directory: string, history: HistoryPort, msOf: (asked: Asked) => number): OwnNights {
  const store = new StateFolder<NightlyState>(join(directory, 'nightlies'), {
    ...{ name: 'nightly benchmark', version: 1, parse: parseNightly },
  });
  let nowMs = firstNightMs;
  const nights: OwnNights = {
    ...{ history, store, asked: [], commits: new Map(), fail: undefined },
    run: (afterMs, more) => {
      nowMs = firstNightMs + afterMs;
      return nightlies.run({ ...request, ...more }, () => {}, signal);
    },
  };
  const nightlies = new Nightlies({
    nightlies: store,
    history: async () => history,
    target: async () => ({ machine: runOf(0).machine, platform: 'linux/amd64' }),
    machine: { nowMs: () => nowMs, sha256: (text) => createHash('sha256').update(text).digest('hex') },
    takeTurn: (_, work) => work(),
    tree: {
      resolveRoot: async (root) => root,
      resolveCommit: async (_, commitish) => {
        const number = Number.parseInt(commitish, 16);
        if (number !== controlNumber && !nights.commits.has(number)) {
          throw errors.commitMissing(commitish);
        }
        return { info: commitOf(number), treeId: 't' };
      },
      readCommitFile: async () => undefined,
    },
    lines: {
      fetchBranch: async () => 'unused',
      listTags: async () => [],
      listLine: async (_, { sinceMs = 0 }) =>
        [...nights.commits]
          .map(([number, atMs]) => commitOf(number, firstNightMs + atMs))
          .filter(({ committedAtMs }) => committedAtMs >= sinceMs && committedAtMs <= nowMs)
          .toReversed(),
    },
    measure: async (wanted) => {
      nowMs += minuteMs;
      const asked = askedOf(wanted, nowMs - firstNightMs);
      nights.asked.push(asked);
      nights.fail?.(asked);
      storeRun(history, startOf(wanted, asked, nights.asked.length), [msOf(asked)]);
      return { ...benchResultOf(asked.commit), runId: runIdOf(nights.asked.length) };
    },
  });
  return nights;
}

const request: NightlyRequest = {
  measuring,
  ...{ branch: 'master', remote: undefined, days: 7 },
  ...{ control: controlNumber.toString(16), repeat: true },
};

function askedOf({ source, role = 'subject', branch = '' }: BenchRequest, atMs: number): Asked {
  const commit = Number.parseInt(source.kind === 'commit' ? source.commit : '', 16);
  return { role, commit, branch, atMs };
}

function startOf(
  { suite, variant }: BenchRequest,
  { role, commit, branch, atMs }: Asked,
  number: number,
): RunStart {
  const usual = runOf(number);
  const configureFlags = configureFlagsOf(measuring, { text: '8.2.32', id: 80_232 });
  return {
    ...{ ...usual, suite: suite.name, variant: { name: variant.name, ini: iniOf(suite, variant) } },
    ...{ role, branch, startedAtMs: firstNightMs + atMs },
    build: { ...usual.build, commit: commitOf(commit), configureFlags },
  };
}
