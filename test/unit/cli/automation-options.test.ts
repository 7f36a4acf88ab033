/** The command lines of unattended work mean what they say. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CommandContext } from '../../../src/cli/context.ts';
import { exitCode } from '../../../src/cli/exit-codes.ts';
import type { ProgramHooks } from '../../../src/cli/options.ts';
import { createProgram } from '../../../src/cli/program.ts';
import { startOfDayBefore } from '../../../src/core/backfill/select-commits.ts';
import { builtInSuites } from '../../../src/core/bench/built-in-suites.ts';
import type { Bisection } from '../../../src/core/bisect/bisection.ts';
import { iterationsPerRound } from '../../../src/core/compare/request.ts';
import { isBenchError } from '../../../src/core/errors.ts';
import { nightlyArguments } from '../../../src/core/nightly/command-line.ts';
import type { NightlyRequest } from '../../../src/core/nightly/nightly.ts';
import type { ServiceSettings } from '../../../src/core/services.ts';
import { measuring, planOf } from '../../support/backfill-data.ts';
import { bisectionOf } from '../../support/bisect-data.ts';

/** Runs a command line; `asked` is told the name of each call of a service and its first value. */
async function run(words: readonly string[], bisection: Bisection = bisectionOf(3)) {
  const asked: (readonly [string, unknown])[] = [];
  const printed: { value: unknown; text: string }[] = [];
  let settings: ServiceSettings | undefined;
  const answer =
    <T>(name: string, value: T) =>
    async (first: unknown) => {
      asked.push([name, first]);
      return value;
    };
  const planned = {
    plan: planOf(2),
    estimate: {
      commits: 2,
      totalMs: undefined,
      buildMs: undefined,
      builds: 0,
      measureMs: undefined,
      runs: 0,
    },
  };
  const automation = {
    backfills: {
      ...{ plan: answer('plan', planned), start: answer('start', planned), list: answer('list', []) },
      ...{ resume: answer('resume', planned), pause: answer('pause', true), show: answer('show', planned) },
    },
    bisections: {
      ...{ start: answer('bisect', bisection), resume: answer('resume', bisection) },
      ...{ show: answer('show', bisection), list: answer('list', []) },
    },
    nightlies: { run: answer('nightly', { plan: planOf(1), companions: [] }) },
    scheduling: { list: answer('status', []), remove: answer('remove', undefined) },
  };
  const hooks: ProgramHooks = {
    version: '0',
    defaultBaseImage: 'base',
    writeFile: async () => {},
    readText: async () => '{"default": {"cpus": 2}}',
    run: async (_, read, command) => {
      settings = await read();
      const context = {
        settings,
        services: { automation: () => automation, readSuites: async () => builtInSuites },
        progress: { report: () => {}, note: () => {}, tail: () => [] },
        signal: new AbortController().signal,
        print: (value: unknown, text: () => string) => printed.push({ value, text: text() }),
      };
      await command(context as unknown as CommandContext);
    },
  };
  const program = createProgram(hooks)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  for (const command of program.commands) {
    command.exitOverride().configureOutput({ writeErr: () => {} });
    for (const inner of command.commands) {
      inner.exitOverride().configureOutput({ writeErr: () => {} });
    }
  }
  process.exitCode = undefined;
  await program.parseAsync(['node', 'cli', ...words]);
  const code = process.exitCode;
  process.exitCode = undefined;
  return { asked, printed, settings, code };
}

const refused = (...words: readonly string[]) => assert.rejects(run(words), { name: 'CommanderError' });

const emptySettings = {
  dockerHost: '',
  historyPath: '',
  baseImage: '',
  bisonTarball: '',
  benchmarkSuitesFile: '',
  extraPackages: [],
  ccache: 'clean',
} as const;

describe('nightly', () => {
  it('is started by a scheduler as it was asked for, with all its settings', async () => {
    const request: NightlyRequest = {
      measuring: {
        ...measuring,
        treeRoot: '/home/me/php src',
        ...{ iterations: 7, warmups: 2, timeLimitSeconds: 99, memoryLimitBytes: 512_000_000 },
        ...{ cpuSet: '0-1', preset: 'debug', platform: 'linux/ppc64le' },
        configureFlags: ['--enable-mbstring', 'CFLAGS=-O3 -g'],
      },
      ...{ branch: 'PHP-8.4', remote: 'origin', days: 30 },
      ...{ control: 'php-8.4.0', repeat: false },
    };
    const settings = {
      ...{ dockerHost: 'unix:///run/x.sock', historyPath: '/h.sqlite', baseImage: 'debian:x' },
      benchmarkSuitesFile: '/suites.json',
      ...{ bisonTarball: '/bison.tar.gz', extraPackages: ['gdb', 'git'], ccache: 'always' as const },
    };
    const words = nightlyArguments(request, settings, '/profiles.json');
    const ran = await run(words);
    assert.deepEqual(ran.asked, [['nightly', request]]);
    const { profiles, ...rest } = ran.settings ?? {};
    assert.deepEqual(profiles, { default: { cpus: 2 } });
    for (const [name, value] of Object.entries(settings)) {
      assert.deepEqual(new Map(Object.entries(rest)).get(name), value, name);
    }
  });

  it('leaves out what has no value', async () => {
    const request: NightlyRequest = {
      measuring: { ...measuring, configureFlags: [] },
      ...{ branch: 'HEAD', remote: undefined, days: 7, control: undefined, repeat: false },
    };
    const words = nightlyArguments(request, emptySettings, undefined);
    assert.ok(!words.some((word) => word === '' || word === '--fetch' || word === '--profiles'));
    assert.deepEqual((await run(words)).asked, [['nightly', request]]);
  });

  it('measures again what a control is measured beside, unless that is declined', async () => {
    const repeatOf = async (...words: readonly string[]) => {
      const { control, repeat } = JSON.parse(
        JSON.stringify((await run(['nightly', ...words])).asked[0]?.[1]),
      );
      return [control, repeat];
    };
    assert.deepEqual(await repeatOf(), [undefined, false]);
    assert.deepEqual(await repeatOf('--control', 'php-8.4.0'), ['php-8.4.0', true]);
    assert.deepEqual(await repeatOf('--control', 'php-8.4.0', '--no-repeat'), ['php-8.4.0', false]);
    assert.deepEqual(await repeatOf('--repeat'), [undefined, true]);
    for (const [control, repeat] of [
      ['a', true],
      ['a', false],
      [undefined, true],
    ] as const) {
      const request = { measuring, branch: 'master', remote: undefined, days: 7, control, repeat };
      const words = nightlyArguments(request, emptySettings, undefined);
      assert.deepEqual(await repeatOf(...words.slice(1)), [control, repeat]);
    }
  });

  it('takes no time of day that is none', () => refused('nightly', 'install', '--at', '25:00'));
});

describe('backfill', () => {
  it('plans a range and a step, and starts that', async () => {
    const { asked } = await run(['backfill', '--from', 'a', '--to', 'b', '--step', '20', '--tree', '/t']);
    assert.deepEqual(
      asked.map(([name]) => name),
      ['plan', 'start'],
    );
    const request = JSON.parse(JSON.stringify(asked[0]?.[1]));
    assert.deepEqual(
      [request.from, request.to, request.step, request.measuring.treeRoot],
      ['a', 'b', { kind: 'points', count: 20 }, '/t'],
    );
  });

  it('measures one variant of a suite, for the series of a branch', async () => {
    const words = ['backfill', '--dry-run', '--suite', 'benchmark/ (bench.php)'];
    const { asked } = await run([...words, '--variant', 'jit', '--branch', 'master']);
    const { measuring: wanted } = JSON.parse(JSON.stringify(asked[0]?.[1]));
    assert.deepEqual(
      [wanted.suite.name, wanted.variant.name, wanted.branch, wanted.iterations],
      ['benchmark/ (bench.php)', 'jit', 'master', 1],
    );
    await assert.rejects(run(words), (error) => isBenchError(error, 'invalid-setting'));
    await assert.rejects(run(['backfill', '--suite', 'none']), (error) =>
      isBenchError(error, 'suite-missing'),
    );
  });

  it('starts nothing in a dry run', async () => {
    const { asked, printed } = await run(['backfill', '--dry-run']);
    assert.deepEqual(
      asked.map(([name]) => name),
      ['plan'],
    );
    assert.match(printed[0]?.text ?? '', /To measure: 2 commits/);
  });

  it('knows days in UTC, and steps', async () => {
    const since = async (text: string) => {
      const { asked } = await run(['backfill', '--dry-run', '--since', text]);
      return JSON.parse(JSON.stringify(asked[0]?.[1])).sinceMs;
    };
    assert.equal(await since('2026-08-01'), Date.parse('2026-08-01T00:00:00Z'));
    const [before, given, afterwards] = [
      startOfDayBefore(Date.now(), 90),
      await since('90d'),
      startOfDayBefore(Date.now(), 90),
    ];
    assert.ok(given === before || given === afterwards);
    await refused('backfill', '--since', 'yesterday');
    await refused('backfill', '--since', '2026-13-01');
    await refused('backfill', '--step', 'monthly');
    await refused('backfill', '--step', '0');
  });

  it('resumes, pauses, shows and lists by id', async () => {
    assert.deepEqual((await run(['backfill', 'resume', 'a1'])).asked, [['resume', 'a1']]);
    assert.deepEqual((await run(['backfill', 'pause', 'a1'])).asked, [['pause', 'a1']]);
    assert.deepEqual((await run(['backfill', 'show', 'a1'])).asked, [['show', 'a1']]);
    assert.equal((await run(['backfill', 'list'])).printed[0]?.text, 'No backfill yet.\n');
  });
});

describe('bisect', () => {
  it('looks for one benchmark, or for the total', async () => {
    const wanted = async (...words: readonly string[]) => {
      const { asked } = await run(['bisect', '--from', 'a', ...words]);
      const request = JSON.parse(JSON.stringify(asked[0]?.[1]));
      return [request.from, request.to, request.wanted, request.maxRounds];
    };
    assert.deepEqual(await wanted(), ['a', 'HEAD', undefined, 60]);
    assert.deepEqual(await wanted('--to', 'b', '--benchmark', 'mandel()', '--max-rounds', '90'), [
      'a',
      'b',
      { benchmark: 'mandel()', metric: 'time' },
      90,
    ]);
    const { asked } = await run([
      'bisect',
      '--from',
      'a',
      '--suite',
      'benchmark/ (bench.php)',
      '--variant',
      'jit',
    ]);
    assert.equal(JSON.parse(JSON.stringify(asked[0]?.[1])).measuring.iterations, iterationsPerRound);
    await refused('bisect');
    await refused('bisect', '--from', 'a', '--max-rounds', '5');
  });

  it('ends with an exit code of its own when it cannot tell', async () => {
    const ended = async (outcome: Bisection['outcome']) =>
      (await run(['bisect', 'show', 'x'], bisectionOf(3, { outcome }))).code;
    assert.equal(await ended({ kind: 'no-change', rounds: 60 }), exitCode.undecided);
    assert.equal(await ended({ kind: 'found', index: 1, merged: [] }), undefined);
    assert.equal(await ended(undefined), undefined);
  });
});
