/** Benchmark times as machines give them, from a seed: the same numbers in every run. */

import { median } from '../../src/core/stats/quantiles.ts';

/** Uniform numbers from 0 to below 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal number (Box and Muller). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/**
 * Times of builds that are measured in turns, in milliseconds: scatter of `sigma` (a part of the time), a machine
 * whose clock drifts by 3 % over all of it, and one execution in twenty that another process delays by up to 30 %.
 * A round's value is the median of three executions, as a comparison takes it.
 *
 * @param factors each build's time against the first
 */
export function noisyRounds(
  factors: readonly number[],
  rounds: number,
  sigma: number,
  random: () => number,
): readonly (readonly number[])[] {
  const drift = (round: number) => 1 + 0.03 * Math.sin((round / rounds) * 4);
  const delayed = () => (random() < 0.05 ? 1 + 0.3 * random() : 1);
  const execution = () => (1 + sigma * normal(random)) * delayed();
  return factors.map((factor) =>
    Array.from(
      { length: rounds },
      (_, round) => 350 * factor * drift(round) * median([execution(), execution(), execution()]),
    ),
  );
}
