import type { Iteration, RunStart, Sample } from '../../src/core/model/bench.ts';

/** A UUID that ends in this number. */
export function runIdOf(number: number): string {
  return `6f9619ff-8b86-4d01-b42d-${String(number).padStart(12, '0')}`;
}

/** A run of a build of its own, a day after the one before. */
export function runOf(number: number, more: Partial<RunStart> = {}): RunStart {
  return {
    id: runIdOf(number),
    build: {
      key: `build-${number}`,
      phpVersion: '8.2.32',
      sourceId: `git:${number}`,
      commit: {
        sha: String(number).padStart(40, '0'),
        subject: `Change ${number}`,
        author: 'Someone',
        committedAtMs: 1_700_000_000_000 + number,
      },
      dirty: false,
      platform: 'linux/amd64',
      configuration: 'minimal',
      toolchainKey: 'toolchain',
      configureFlags: ['--disable-all'],
    },
    machine: {
      id: 'machine-1',
      name: 'box',
    },
    suite: 'Zend/bench.php',
    variant: { name: 'default', ini: {} },
    role: 'subject',
    branch: '',
    startedAtMs: 1_700_000_000_000 + number * 86_400_000,
    plannedIterations: 3,
    environment: { cpuModel: 'Some CPU', kernelVersion: '6.1', other: { turbo: false } },
    image: 'image',
    loadBefore: 0.25,
    owner: 'nobody',
    ...more,
  };
}

export function sampleOf(value: number, benchmark = 'Total'): Sample {
  return { benchmark, metric: 'time', unit: 'ms', value };
}

export function iterationOf(index: number, ...samples: readonly Sample[]): Iteration {
  return { index, samples };
}
