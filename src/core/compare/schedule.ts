/**
 * The order in which the builds of a comparison are measured: in rounds, each build once a round, in an order that
 * chance decides anew. Whatever the machine does meanwhile (clocks, temperature, neighbours) then meets all builds
 * alike; google/benchmark found about 40 % less variance that way (its issue 1051).
 *
 * @param random from 0 to below 1, like `Math.random`
 */
export function randomRounds<T>(
  builds: readonly T[],
  rounds: number,
  random: () => number,
): readonly (readonly T[])[] {
  return Array.from({ length: rounds }, () => shuffled(builds, random));
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  const result: T[] = [];
  const left = [...items];
  while (left.length > 0) {
    result.push(...left.splice(Math.floor(random() * left.length), 1));
  }
  return result;
}
