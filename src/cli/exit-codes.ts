import type { ErrorReason } from '../core/errors.ts';

/** The command line's exit codes; the README and `--help` list them. */
export const exitCode = {
  ok: 0,
  internal: 1,
  usage: 2,
  engine: 3,
  input: 4,
  build: 5,
  benchmark: 6,
  history: 7,
  tests: 8,
  slower: 9,
  undecided: 10,
  busy: 11,
  cancelled: 130,
} as const;

const groups: Readonly<Record<keyof typeof exitCode, readonly ErrorReason[]>> = {
  ok: [],
  internal: ['internal', 'invalid-message', 'runtime-too-old'],
  usage: ['invalid-setting', 'package-missing', 'suites-file-invalid', 'variant-unavailable'],
  engine: [
    'engine-unreachable',
    'engine-not-running',
    'engine-permission',
    'engine-tls',
    'engine-too-old',
    'engine-disk-full',
    'engine-name-resolution',
    'engine-proxy',
    'engine-certificate',
    'engine-storage',
    'engine-firewall',
    'engine-addresses-used-up',
    'engine-failed',
    'engine-object-missing',
    'engine-object-busy',
    'base-image-unavailable',
    'mirror-unreachable',
    'platform-unavailable',
    'image-platform-missing',
    'disk-full',
  ],
  input: [
    'no-tree',
    'no-build',
    'not-a-php-tree',
    'tree-unreadable',
    'tree-changing',
    'commit-missing',
    'commits-unfit',
    'git-failed',
    'no-bison-fits',
    'bison-download-failed',
    'bison-checksum',
    'bison-unreadable',
    'suite-missing',
    'test-missing',
    'script-unusable',
    'prune-plan-unusable',
    'file-unwritable',
    'import-refused',
    'state-missing',
    'other-machine',
    'schedule-unavailable',
    'schedule-failed',
  ],
  build: ['toolchain-failed', 'build-failed', 'build-interpreter-missing'],
  benchmark: [
    'benchmark-failed',
    'benchmark-silent',
    'benchmark-timeout',
    'benchmark-out-of-memory',
    'benchmark-output',
    'collector-failed',
  ],
  history: ['history-locked', 'history-too-new', 'history-unreadable', 'state-too-new', 'state-unreadable'],
  tests: ['tests-unrunnable'],
  slower: [],
  undecided: [],
  busy: ['already-running'],
  cancelled: ['cancelled'],
};

/** The exit code that an error's reason stands for. */
export function exitCodeOf(reason: ErrorReason): number {
  for (const [name, code] of Object.entries(exitCode) as [keyof typeof exitCode, number][]) {
    if (groups[name].includes(reason)) {
      return code;
    }
  }
  return exitCode.internal;
}

/** The table for `--help`. */
export const exitCodeHelp = `
Exit codes:
  0    done
  1    something unexpected happened
  2    wrong usage, setting or suites file
  3    the Docker engine cannot be used, or the doctor found something wrong
  4    the tree, commit, suite, script, test, Bison tarball, plan, timer or another file cannot be used
  5    the toolchain or PHP did not build
  6    the benchmark failed
  7    the history, or the state of a plan, cannot be used
  8    a test failed, or none could be run
  9    slower than --fail-if-slower allows, or a change for the worse in the list of "changes"
  10   the bisection cannot tell
  11   the same work is running already
  130  cancelled`;
