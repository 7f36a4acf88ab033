import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSettings, type SettingName, settingId } from '../../../src/host/settings.ts';

const valid: Readonly<Record<SettingName, unknown>> = {
  'docker.host': '',
  'toolchain.baseImage': 'debian:bookworm-slim',
  'toolchain.bisonTarball': '',
  'toolchain.extraPackages': [],
  'build.preset': 'usual',
  'build.configureFlags': [],
  'build.ccache': 'clean',
  'build.keepContainerMinutes': 10,
  'machine.profiles': {},
  'history.path': '',
  'benchmark.iterations': 10,
  'benchmark.warmups': 1,
  'benchmark.timeLimitSeconds': 300,
  'benchmark.compareRounds': 15,
  'benchmark.memoryLimitMb': 2048,
  'test.jobs': 0,
  'test.timeoutSeconds': 60,
  'benchmark.cpuSet': '',
  'benchmark.suitesFile': '',
  'prune.rules': {},
};

function parse(changed: Partial<Record<SettingName, unknown>>) {
  return parseSettings((name) => ({ ...valid, ...changed })[name], '/home/me');
}

describe('settings', () => {
  it('become what the services want', () => {
    const settings = parse({
      'docker.host': ' ssh://me@host ',
      'toolchain.extraPackages': ['gdb'],
      'build.preset': 'zts',
      'build.configureFlags': ['--enable-debug', 'CFLAGS=-O2 -g'],
      'history.path': '~/bench/history.sqlite',
      'toolchain.bisonTarball': '/opt/bison-2.7.1.tar.gz',
    });
    assert.deepEqual(settings, {
      dockerHost: 'ssh://me@host',
      baseImage: 'debian:bookworm-slim',
      bisonTarball: '/opt/bison-2.7.1.tar.gz',
      ccache: 'clean',
      keepContainerMinutes: 10,
      profiles: {},
      extraPackages: ['gdb'],
      preset: 'zts',
      configureFlags: ['--enable-debug', 'CFLAGS=-O2 -g'],
      historyPath: '/home/me/bench/history.sqlite',
      benchmarkIterations: 10,
      benchmarkWarmups: 1,
      benchmarkTimeLimitSeconds: 300,
      benchmarkMemoryLimitMb: 2048,
      benchmarkCpuSet: '',
      benchmarkSuitesFile: '',
      compareRounds: 15,
      testJobs: 0,
      testTimeoutSeconds: 60,
      pruneRules: {},
    });
  });

  const refused: readonly (readonly [SettingName, unknown])[] = [
    ['docker.host', 'host:2375'],
    ['docker.host', 'file:///etc/passwd'],
    ['docker.host', 'unix:///a b'],
    ['docker.host', 7],
    ['docker.host', `unix:///${'x'.repeat(5000)}`],
    ['toolchain.baseImage', ''],
    ['toolchain.baseImage', '--privileged'],
    ['toolchain.baseImage', 'debian\nRUN evil'],
    ['toolchain.bisonTarball', 'bison.tar.gz'],
    ['toolchain.bisonTarball', '../bison.tar.gz'],
    ['toolchain.extraPackages', ['gdb; reboot']],
    ['toolchain.extraPackages', 'gdb'],
    ['build.preset', 'fast'],
    ['build.configureFlags', '--enable-debug'],
    ['build.configureFlags', ['enable-debug']],
    ['build.configureFlags', ['; rm -rf /']],
    ['build.configureFlags', ['--a\n--b']],
    ['build.configureFlags', Array.from({ length: 201 }, () => '--enable-debug')],
    ['build.ccache', true],
    ['build.keepContainerMinutes', -1],
    ['machine.profiles', []],
    ['machine.profiles', { default: 'proxy' }],
    ['machine.profiles', { default: { proxy: 'http://x:1' } }],
    ['machine.profiles', { default: { httpProxy: 'ftp://x' } }],
    ['machine.profiles', { default: { packageMirror: 'http://mirror/$(evil)' } }],
    ['machine.profiles', { default: { cpus: 0 } }],
    ['prune.rules', []],
    ['prune.rules', { weekly: { olderThanDays: '7' } }],
    ['prune.rules', { weekly: { everything: true } }],
    ['history.path', 'history.sqlite'],
    ['history.path', '/tmp/a\u0000b'],
    ['benchmark.iterations', 0],
    ['benchmark.iterations', 1.5],
    ['benchmark.iterations', '10'],
    ['benchmark.warmups', -1],
    ['benchmark.timeLimitSeconds', Number.NaN],
    ['benchmark.memoryLimitMb', undefined],
  ];
  for (const [name, value] of refused) {
    it(`refuses ${JSON.stringify(value)?.slice(0, 40)} for ${name} and names the setting`, () => {
      assert.throws(
        () => parse({ [name]: value }),
        (error: unknown) =>
          error instanceof Error &&
          'reason' in error &&
          error.reason === 'invalid-setting' &&
          error.message.startsWith(`The setting "${settingId(name)}" is not valid: `),
      );
    });
  }
});
