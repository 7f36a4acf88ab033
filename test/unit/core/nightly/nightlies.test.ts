/** Nightly benchmarks with their files and locks; only the commits, the measuring and the scheduler are played. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { LineRange } from '../../../../src/core/automation/ports.ts';
import type { Plan } from '../../../../src/core/backfill/plan.ts';
import { errors, isBenchError } from '../../../../src/core/errors.ts';
import type { RunRecord } from '../../../../src/core/model/bench.ts';
import { Nightlies, type NightlyDeps } from '../../../../src/core/nightly/nightlies.ts';
import { type NightlyRequest, type NightlyState, nightlyId } from '../../../../src/core/nightly/nightly.ts';
import { parseNightly } from '../../../../src/core/nightly/nightly-schema.ts';
import type { NightlyJob, ScheduledJob } from '../../../../src/core/nightly/schedule.ts';
import { NightlyScheduling } from '../../../../src/core/nightly/scheduling.ts';
import { StateFolder } from '../../../../src/local/state-folder.ts';
import { benchResultOf, measuring, runRecordOf } from '../../../support/backfill-data.ts';
import { commitOf } from '../../../support/commit-line.ts';
import { benchSuite } from '../../../support/suites.ts';
import { withTemporary } from '../../../support/temporary.ts';

const signal = new AbortController().signal;
const now = Date.parse('2026-11-25T03:00:00Z');
const at = (text: string) => Date.parse(text);
const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');
const request: NightlyRequest = {
  measuring: { ...measuring, treeRoot: '/link' },
  ...{ branch: 'master', remote: undefined, days: 3, control: undefined, repeat: false },
};
/** Newest first: two of yesterday, one of today. */
const line = [
  commitOf(4, at('2026-11-25T01:00:00Z')),
  commitOf(3, at('2026-11-24T20:00:00Z')),
  commitOf(2, at('2026-11-24T10:00:00Z')),
  commitOf(1, at('2026-11-23T10:00:00Z')),
];

const resolveCommit = async (_: string, commitish: string) => ({
  info: commitOf(Number.parseInt(commitish, 16)),
  treeId: 't',
});

interface Scene {
  readonly nightlies: Nightlies;
  readonly scheduling: NightlyScheduling;
  readonly store: StateFolder<NightlyState>;
  readonly asked: number[];
  readonly fetched: string[];
  readonly ranges: LineRange[];
  readonly jobs: Map<string, NightlyJob>;
  readonly profiles: Map<string, unknown>;
}

function withNightlies(use: (scene: Scene) => Promise<void>, more: Partial<NightlyDeps> = {}): Promise<void> {
  return withTemporary(async (directory) => {
    const store = new StateFolder<NightlyState>(join(directory, 'nightlies'), {
      ...{ name: 'nightly benchmark', version: 1, parse: parseNightly },
    });
    const asked: number[] = [];
    const fetched: string[] = [];
    const ranges: LineRange[] = [];
    const measured: RunRecord[] = [];
    const nightlies = new Nightlies({
      nightlies: store,
      lines: {
        listLine: async (_, range) => {
          ranges.push(range);
          return line.filter(({ committedAtMs }) => committedAtMs >= (range.sinceMs ?? 0));
        },
        fetchBranch: async (_, { remote, name }) => {
          fetched.push(`${remote} ${name}`);
          return `refs/remotes/${remote}/${name}`;
        },
        listTags: async () => [],
      },
      tree: { resolveRoot: async () => '/php-src', resolveCommit, readCommitFile: async () => undefined },
      machine: { nowMs: () => now, sha256 },
      history: async () => ({ listRuns: () => measured }),
      target: async () => ({ machine: { id: 'machine-1', name: 'box' }, platform: 'linux/amd64' }),
      takeTurn: (_, work) => work(),
      measure: async ({ source, branch }) => {
        const number = Number.parseInt(source.kind === 'commit' ? source.commit : '', 16);
        asked.push(number);
        measured.push(runRecordOf(number, { branch: branch ?? '' }));
        return benchResultOf(number);
      },
      ...more,
    });
    const jobs = new Map<string, NightlyJob>();
    const profiles = new Map<string, unknown>();
    const scheduling = new NightlyScheduling({
      nightlies: store,
      identify: (wanted, aborted) => nightlies.identify(wanted, aborted),
      schedules: {
        preview: async () => ({
          scheduler: 'cron',
          writes: [{ where: 'crontab', text: 'x' }],
          runs: [],
          notes: [],
        }),
        install: async (job) => {
          jobs.set(job.id, job);
          return 'cron';
        },
        list: async () =>
          [...jobs.keys()].map((id): ScheduledJob => ({ id, scheduler: 'cron', isActive: true, next: '' })),
        remove: async (id) => jobs.delete(id),
      },
      program: {
        command: async () => ['/usr/bin/node', '/gone/cli.cjs'],
        missing: async (command) => command.filter((word) => word.startsWith('/gone')),
        profilesPath: (id) => `/data/${id}.profiles.json`,
        writeProfiles: async (id, value) =>
          void (value === undefined ? profiles.delete(id) : profiles.set(id, value)),
      },
    });
    await use({ nightlies, scheduling, store, asked, fetched, ranges, jobs, profiles });
  });
}

const kinds = ({ plan: { items } }: { readonly plan: Plan }) => items.map(({ state }) => state.kind);

describe('a nightly benchmark', () => {
  it('measures the last commit of each day, the newest first, and nothing twice', () =>
    withNightlies(async ({ nightlies, asked, ranges, store }) => {
      const { plan } = await nightlies.run(request, () => {}, signal);
      assert.deepEqual(asked, [4, 3, 1]);
      assert.deepEqual(kinds({ plan }), ['measured', 'measured', 'measured']);
      assert.deepEqual(
        ranges.map(({ sinceMs, to }) => [sinceMs, to]),
        [[at('2026-11-23T00:00:00Z'), 'master']],
      );
      assert.deepEqual(kinds(await nightlies.run(request, () => {}, signal)), ['known', 'known', 'known']);
      assert.equal(asked.length, 3);
      const state = await store.read(plan.id);
      assert.deepEqual(state.lastRun, { startedAtMs: now, finishedAtMs: now, error: undefined });
    }));

  it('makes no more days up than it was told', () =>
    withNightlies(async ({ nightlies, asked }) => {
      await nightlies.run({ ...request, days: 1 }, () => {}, signal);
      assert.deepEqual(asked, [4]);
    }));

  it('follows the branch of a remote as it has just been fetched', () =>
    withNightlies(async ({ nightlies, fetched, ranges }) => {
      await nightlies.run({ ...request, remote: 'origin' }, () => {}, signal);
      assert.deepEqual(fetched, ['origin master']);
      assert.equal(ranges[0]?.to, 'refs/remotes/origin/master');
    }));

  it('counts its runs to its branch, and to none where it follows what is checked out', async () => {
    const branches: (string | undefined)[] = [];
    await withNightlies(
      async ({ nightlies }) => {
        await nightlies.run({ ...request, days: 1 }, () => {}, signal);
        await nightlies.run({ ...request, days: 1, remote: 'origin' }, () => {}, signal);
        await nightlies.run({ ...request, days: 1, branch: 'HEAD' }, () => {}, signal);
      },
      {
        measure: async ({ branch }) => {
          branches.push(branch);
          return benchResultOf(4);
        },
      },
    );
    assert.deepEqual(branches, ['master', 'master', undefined]);
  });

  it('does not try again what it skipped, and writes down how a night ended', async () => {
    const tries: string[] = [];
    let failure = errors.buildFailed('make');
    await withNightlies(
      async ({ nightlies, store }) => {
        const { plan } = await nightlies.run(request, () => {}, signal);
        assert.deepEqual(kinds({ plan }), ['skipped', 'skipped', 'skipped']);
        assert.equal(tries.length, 3);
        const inAnotherOrder = Object.fromEntries(Object.entries(request.measuring).reverse());
        const same = { ...request, measuring: { ...inAnotherOrder, ...request.measuring } };
        await nightlies.run(same, () => {}, signal);
        assert.equal(tries.length, 3);
        failure = errors.engineUnreachable('unix:///x');
        const other = { ...request, measuring: { ...request.measuring, iterations: 3 } };
        await assert.rejects(
          nightlies.run(other, () => {}, signal),
          (error) => isBenchError(error, 'engine-unreachable'),
        );
        const { lastRun } = await store.read(plan.id);
        assert.equal(lastRun?.error?.reason, 'engine-unreachable');
      },
      {
        measure: async () => {
          tries.push('x');
          throw failure;
        },
      },
    );
  });

  it('runs once at a time', async () => {
    let second: (() => Promise<unknown>) | undefined;
    await withNightlies(
      async ({ nightlies }) => {
        second = () => nightlies.run(request, () => {}, signal);
        await nightlies.run(request, () => {}, signal);
      },
      {
        measure: async () => {
          await assert.rejects(second?.() ?? Promise.resolve(), (error) =>
            isBenchError(error, 'already-running'),
          );
          return benchResultOf(1);
        },
      },
    );
  });

  it('is another one for another tree, branch, suite, variant or configuration, and the same at another hour', () => {
    const id = (more: Partial<NightlyRequest>) => nightlyId({ ...request, ...more }, sha256);
    const others = [
      id({}),
      id({ branch: 'PHP-8.4' }),
      id({ remote: 'origin' }),
      id({ measuring: { ...measuring, treeRoot: '/other' } }),
      id({ measuring: { ...request.measuring, suite: { ...benchSuite, name: 'own' } } }),
      id({ measuring: { ...request.measuring, variant: { name: 'jit', ini: {} } } }),
      id({ measuring: { ...request.measuring, preset: 'debug' } }),
    ];
    assert.equal(new Set(others).size, others.length);
    assert.equal(id({ days: 30 }), id({}));
  });
});

describe('the schedule of nightly benchmarks', () => {
  const settings = {
    ...{ dockerHost: '', historyPath: '', baseImage: '', bisonTarball: '', benchmarkSuitesFile: '' },
    ...{ extraPackages: [], ccache: 'clean' as const, profiles: {} },
  };
  const time = { hour: 3, minute: 0 };

  it('is prepared without a trace, installed, listed with what is gone, and removed', () =>
    withNightlies(async ({ scheduling, nightlies, jobs, profiles }) => {
      const prepared = await scheduling.prepare(
        request,
        time,
        {
          ...settings,
          profiles: { default: { cpus: 2 } },
        },
        signal,
      );
      const { id } = prepared.job;
      assert.deepEqual([jobs.size, profiles.size, (await scheduling.list()).length], [0, 0, 0]);
      assert.deepEqual(
        prepared.preview.writes.map(({ where }) => where),
        [`/data/${id}.profiles.json`, 'crontab'],
      );
      assert.ok(prepared.job.command.includes(`/data/${id}.profiles.json`));
      await scheduling.install(prepared);
      assert.deepEqual(jobs.get(id)?.command.slice(0, 4), [
        '/usr/bin/node',
        '/gone/cli.cjs',
        'nightly',
        'run',
      ]);
      assert.deepEqual(profiles.get(id), { default: { cpus: 2 } });
      await nightlies.run(request, () => {}, signal);
      const [listed, second] = await scheduling.list();
      assert.equal(second, undefined);
      assert.equal(listed?.title, 'Zend/bench.php on master of /php-src');
      assert.deepEqual(listed?.missing, ['/gone/cli.cjs']);
      assert.deepEqual(listed?.state?.schedule?.at, time);
      assert.equal(listed?.state?.lastRun?.error, undefined);

      await scheduling.remove(id);
      assert.deepEqual([jobs.size, profiles.size], [0, 0]);
      const [after] = await scheduling.list();
      assert.deepEqual([after?.scheduled, after?.missing], [undefined, []]);
      assert.notEqual(after?.state?.lastRun, undefined);
      await assert.rejects(scheduling.remove(id), (error) => isBenchError(error, 'state-missing'));
    }));

  it('names a control by its hash, so that a tag that moves changes nothing', () =>
    withNightlies(async ({ scheduling }) => {
      const prepared = await scheduling.prepare(
        { ...request, control: 'c0', repeat: true },
        time,
        settings,
        signal,
      );
      const { sha } = commitOf(0xc0);
      assert.match(prepared.job.command.join(' '), new RegExp(` --control ${sha} --days `));
      assert.equal(prepared.job.title, `Zend/bench.php on master of /php-src beside ${sha.slice(0, 10)}`);
    }));
});
