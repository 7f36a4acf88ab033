/** A history as it looks after some weeks of work, for what one run cannot show. */
import type { RunStart } from '../../../src/core/model/bench.ts';
import { openHistory } from '../../../src/local/history/open.ts';

const hourMs = 3_600_000;
const newestMs = Date.UTC(2026, 5, 30, 12);
const iterations = 5;

/** Parts of the suite with their usual milliseconds. */
const parts: Readonly<Record<string, number>> = { 'mandel()': 41, 'nestedloop(12)': 18, 'sieve(30)': 12 };

/**
 * Writes `count` runs of one series each: noise, a step to slower in the middle, and one spike.
 * @param first leaves those before it out, which are there already
 */
export async function seedHistory(path: string, count: number, first = 0): Promise<void> {
  const history = await openHistory(path);
  try {
    for (let index = first; index < count; index += 1) {
      const run = runStart(index, newestMs - (count - index) * 7 * hourMs);
      const level = 1 + (index >= count / 2 ? 0.08 : 0) + (index === Math.floor(count / 4) ? 0.2 : 0);
      history.beginRun(run);
      for (let iteration = 0; iteration < iterations; iteration += 1) {
        history.addIteration(run.id, {
          index: iteration,
          samples: samples(level, index * iterations + iteration),
        });
      }
      history.finishRun(run.id, { status: 'complete', finishedAtMs: run.startedAtMs + 10_000 });
    }
  } finally {
    history.close();
  }
}

function samples(level: number, seed: number) {
  const single = Object.entries(parts).map(([benchmark, usual], place) => ({
    benchmark,
    metric: 'time',
    unit: 'ms' as const,
    value: usual * level * (1 + noise(seed * 7 + place)),
  }));
  const value = single.reduce((sum, sample) => sum + sample.value, 280 * level * (1 + noise(seed)));
  return [...single, { benchmark: 'Total', metric: 'time', unit: 'ms' as const, value }];
}

/** From -1.5 % to 1.5 %, the same for the same seed. */
function noise(seed: number): number {
  const mixed = Math.sin(seed * 12.9898) * 43758.5453;
  return (mixed - Math.floor(mixed) - 0.5) * 0.03;
}

function runStart(index: number, startedAtMs: number): RunStart {
  const sha = (index + 1).toString(16).padStart(8, '0').repeat(5);
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    build: {
      key: sha.slice(0, 16),
      phpVersion: '8.2.32-dev',
      sourceId: `git:${sha}`,
      commit: {
        sha,
        subject: `Change number ${index + 1} of the engine`,
        author: 'Somebody',
        committedAtMs: startedAtMs - hourMs,
      },
      dirty: index % 9 === 4,
      platform: 'linux/amd64',
      configuration: 'usual',
      toolchainKey: 'bison3',
      configureFlags: [],
    },
    machine: {
      id: '0123456789abcdef',
      name: 'bench',
    },
    suite: 'Zend/bench.php',
    variant: { name: 'default', ini: {} },
    role: 'subject',
    branch: '',
    startedAtMs,
    plannedIterations: iterations,
    environment: { cpuModel: 'A processor', kernelVersion: '6.1.0', other: {} },
    image: '',
    owner: 'nobody',
  };
}
