import { detectChanges } from '../../../src/core/change/detect-changes.ts';
import { randomNumbers } from '../../support/random-numbers.ts';

/** Ten years of nights, and as many series as fifteen benchmarks, four builds and three machines make. */
const nights = 3650;
const seriesCount = 180;
const repeats = 20;

/** Times in milliseconds. */
export interface Speed {
  /** All series of 3,650 points, from scratch: the best of several rounds, because other work may disturb one. */
  readonly allSeriesMs: number;
  /** A series with one point more, from scratch as always: the mean and the worst of several. */
  readonly onePointMeanMs: number;
  readonly onePointWorstMs: number;
}

/** Measures our detector on made series with a wandering level, steps and spikes. */
export function measureSpeed(): Speed {
  const random = randomNumbers(1);
  const all = Array.from({ length: seriesCount }, () => madeSeries(random));
  const rounds = Array.from({ length: 5 }, () => timed(() => all.map((series) => detectChanges(series))));
  const growing = all[0] ?? [];
  const times = Array.from({ length: repeats }, (_, index) => {
    const grown = [...growing, ...growing.slice(0, index + 1)];
    return timed(() => detectChanges(grown));
  });
  return {
    allSeriesMs: Math.min(...rounds),
    onePointMeanMs: times.reduce((sum, time) => sum + time, 0) / repeats,
    onePointWorstMs: Math.max(...times),
  };
}

function timed(work: () => unknown): number {
  const startedAtMs = performance.now();
  work();
  return performance.now() - startedAtMs;
}

/** A made series with a wandering level, steps and spikes. */
export function madeSeries(random: () => number, length = nights): readonly number[] {
  let level = 1;
  let drift = 0;
  return Array.from({ length }, () => {
    level *= random() < 0.01 ? 1 + 0.04 * (random() - 0.5) : 1;
    drift = 0.9 * drift + 0.001 * (random() - 0.5);
    const spike = random() < 0.01 ? 0.05 : 0;
    return level * (1 + drift + 0.005 * (random() - 0.5) + spike);
  });
}
