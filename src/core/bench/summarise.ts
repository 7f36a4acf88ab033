import type { Iteration, Sample } from '../model/bench.ts';
import { median } from '../stats/quantiles.ts';
import type { BenchSummary } from './request.ts';

/** Median, minimum and maximum of each number over the iterations, in the suite's order. */
export function summarise(iterations: readonly Iteration[]): readonly BenchSummary[] {
  const groups = new Map<string, { first: Sample; values: number[] }>();
  for (const sample of iterations.flatMap((iteration) => iteration.samples)) {
    const key = JSON.stringify([sample.benchmark, sample.metric]);
    const group = groups.get(key) ?? { first: sample, values: [] };
    group.values.push(sample.value);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ first, values }) => ({
    benchmark: first.benchmark,
    metric: first.metric,
    unit: first.unit,
    median: median(values),
    minimum: Math.min(...values),
    maximum: Math.max(...values),
    count: values.length,
  }));
}
