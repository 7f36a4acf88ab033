/**
 * The order in which the builds of a comparison are measured in a round: each once, in an order that chance decides
 * anew for each round. Whatever the machine does meanwhile (clocks, temperature, neighbours) then meets all builds
 * alike; google/benchmark found about 40 % less variance that way (its issue 1051). After Fisher and Yates.
 *
 * @param random from 0 to below 1, like `Math.random`
 */
export function randomOrder<T>(builds: readonly T[], random: () => number): readonly T[] {
  const result: T[] = [];
  const left = [...builds];
  while (left.length > 0) {
    result.push(...left.splice(Math.floor(random() * left.length), 1));
  }
  return result;
}
