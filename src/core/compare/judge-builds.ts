/** From the iterations of two builds to a verdict on each benchmark. */
import { mainNumber } from '../bench/main-number.ts';
import { errors } from '../errors.ts';
import type { Iteration, MetricUnit } from '../model/bench.ts';
import { median } from '../stats/quantiles.ts';
import type { CompareRow } from './request.ts';
import { judge } from './verdict.ts';

/** A build that is the same as another one is called different in one of a hundred comparisons. */
const confidence = 0.99;
/** What one wants to see: below it, a new layout of the same machine code in memory moves as much. */
const smallestChange = 0.01;

/**
 * The process's system time and what a script subtracts for its empty loops are too coarse to be judged; the time
 * that it prints, and the process's wall and user time, hold them.
 */
const unjudged: ReadonlySet<string> = new Set(['system', 'net-time']);

/** Which of a suite's numbers is meant. */
export interface NumberName {
  readonly benchmark: string;
  readonly metric: string;
}

/** One metric of one benchmark, a value for each round. */
export interface RoundValues extends NumberName {
  readonly unit: MetricUnit;
  readonly values: readonly number[];
}

/**
 * Judges all that both builds have a number for in each round. The rows' intervals are wider than the main one's, so
 * that all of them together are as sure (Bonferroni): one of twenty would else be different by chance.
 *
 * @param base iterations in order, `perRound` of them for each round; a round's value is their median
 * @throws `benchmark-output` if the builds have no number in common
 */
export function judgeBuilds(
  base: readonly Iteration[],
  candidate: readonly Iteration[],
  perRound: number,
  suite: string,
): { readonly main: CompareRow; readonly rows: readonly CompareRow[] } {
  const others = new Map(roundValues(candidate, perRound).map((row) => [keyOf(row), row.values]));
  const pairs = roundValues(base, perRound).flatMap((row) => {
    const values = others.get(keyOf(row));
    return values === undefined || values.length !== row.values.length ? [] : [{ row, values }];
  });
  const rowConfidence = 1 - (1 - confidence) / Math.max(1, pairs.length);
  const rowOf = ({ row, values }: (typeof pairs)[number], sure: number): CompareRow => {
    const { benchmark, metric, unit } = row;
    const judged = judge({ base: row.values, candidate: values }, { confidence: sure, smallestChange });
    return { benchmark, metric, unit, ...judged };
  };
  const mainRow = mainNumber(pairs.map(({ row }) => row));
  const main = pairs.find(({ row }) => row === mainRow);
  if (main === undefined) {
    throw errors.benchmarkOutput(suite, 'the two builds have no number in common');
  }
  return { main: rowOf(main, confidence), rows: pairs.map((pair) => rowOf(pair, rowConfidence)) };
}

/** How the main number's level in the second half of the rounds differs from that in the first, as a part of it. */
export function driftOf(iterations: readonly Iteration[], perRound: number): number | undefined {
  const values = valuesOf(iterations, perRound, undefined)?.values ?? [];
  const half = Math.floor(values.length / 2);
  const before = median(values.slice(0, half));
  return before > 0 ? median(values.slice(values.length - half)) / before - 1 : undefined;
}

/**
 * One number in each round of a build; `undefined` if the suite has none of that name in each.
 * @param wanted `undefined` for the number that stands for the whole suite
 */
export function valuesOf(
  iterations: readonly Iteration[],
  perRound: number,
  wanted: NumberName | undefined,
): RoundValues | undefined {
  const rows = roundValues(iterations, perRound);
  return wanted === undefined
    ? mainNumber(rows)
    : rows.find(({ benchmark, metric }) => benchmark === wanted.benchmark && metric === wanted.metric);
}

function keyOf({ benchmark, metric, unit }: RoundValues): string {
  return JSON.stringify([benchmark, metric, unit]);
}

/** The median of each round's iterations, for what has a number in each of them. */
function roundValues(iterations: readonly Iteration[], perRound: number): readonly RoundValues[] {
  const groups = new Map<
    string,
    { readonly first: Omit<RoundValues, 'values'>; readonly values: number[] }
  >();
  for (const { benchmark, metric, unit, value } of iterations.flatMap(({ samples }) => samples)) {
    const key = JSON.stringify([benchmark, metric, unit]);
    const group = groups.get(key) ?? { first: { benchmark, metric, unit }, values: [] };
    group.values.push(value);
    groups.set(key, group);
  }
  return [...groups.values()]
    .filter(({ first, values }) => values.length === iterations.length && !unjudged.has(first.metric))
    .map(({ first, values }) => ({ ...first, values: medians(values, perRound) }));
}

function medians(values: readonly number[], perRound: number): readonly number[] {
  return Array.from({ length: Math.floor(values.length / perRound) }, (_, round) =>
    median(values.slice(round * perRound, (round + 1) * perRound)),
  );
}
