/** What has a benchmark's name and a metric: a sample, a summary, a series. */
interface Named {
  readonly benchmark: string;
  readonly metric: string;
}

/** The benchmark whose numbers stand for a whole suite. */
export const totalBenchmark = 'Total';

/**
 * Of one suite's numbers, the one that stands for all: its total as it prints it, else the total of its scripts,
 * else the only script's wall time; `undefined` of nothing.
 */
export function mainNumber<T extends Named>(numbers: readonly T[]): T | undefined {
  const find = (isMain: (number: T) => boolean) => numbers.find(isMain);
  return (
    find(({ benchmark, metric }) => benchmark === totalBenchmark && metric === 'time') ??
    find(({ benchmark, metric }) => benchmark === totalBenchmark && metric === 'wall') ??
    find(({ metric }) => metric === 'wall') ??
    numbers[0]
  );
}
