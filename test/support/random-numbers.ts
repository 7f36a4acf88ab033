/** The same sequence for the same seed, from 0 to below 1 (Tommy Ettinger's mulberry32, public domain). */
export function randomNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    const first = Math.imul(state ^ (state >>> 15), state | 1);
    const second = (first + Math.imul(first ^ (first >>> 7), first | 61)) ^ first;
    return ((second ^ (second >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normal numbers of mean 0 and standard deviation 1, by Box and Muller. */
export function normalNumbers(seed: number): () => number {
  const random = randomNumbers(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A series of stretches, each a level and how many points it lasts, times noise of so much relative deviation. */
export function noisyLevels(
  seed: number,
  stretches: readonly (readonly [level: number, count: number])[],
  deviation: number,
): readonly number[] {
  const normal = normalNumbers(seed);
  return stretches.flatMap(([level, count]) =>
    Array.from({ length: count }, () => level * Math.exp(deviation * normal())),
  );
}
