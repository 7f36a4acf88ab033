/** The check of a bisection's file. */
import * as v from 'valibot';
import {
  commitSchema,
  failureSchema,
  idSchema,
  machineSchema,
  measuringSchema,
  type Parse,
  parserOf,
  timeSchema,
} from '../automation/measuring-schema.ts';
import { type Bisection, fewestMaxRounds, mostMaxRounds } from './bisection.ts';

const text = v.pipe(v.string(), v.maxLength(4096));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const number = v.pipe(v.number(), v.finite());
const runIds = v.pipe(v.array(text), v.maxLength(3));

/** JSON has `null` for what is no finite number: a bound that there is none of. */
function bound(absent: number) {
  return v.pipe(
    v.nullable(number),
    v.transform((value) => value ?? absent),
  );
}

const intervalSchema = v.object({
  estimate: bound(Number.NaN),
  low: bound(Number.NEGATIVE_INFINITY),
  high: bound(Number.POSITIVE_INFINITY),
});

const nameEntries = { benchmark: text, metric: text };

const pairSchema = v.object({
  ...nameEntries,
  unit: v.picklist(['ms', 'bytes', 'instructions']),
  beforeMedian: number,
  afterMedian: number,
  change: intervalSchema,
  confidence: number,
  rounds: count,
  isShown: v.boolean(),
  runIds,
});

const stepSchema = v.variant('kind', [
  v.object({
    kind: v.literal('judged'),
    index: count,
    side: v.picklist(['before', 'after']),
    position: intervalSchema,
    median: number,
    rounds: count,
    runIds,
  }),
  v.object({ kind: v.literal('skipped'), index: count, ...failureSchema.entries }),
]);

const outcomeSchema = v.variant('kind', [
  v.object({ kind: v.literal('found'), index: count, merged: v.array(commitSchema) }),
  v.object({ kind: v.literal('one-of'), indexes: v.array(count) }),
  v.object({ kind: v.literal('no-change'), rounds: count }),
  v.object({ kind: v.literal('cannot-tell'), index: count, position: intervalSchema, rounds: count }),
]);

const schema = v.pipe(
  v.object({
    id: idSchema,
    createdAtMs: timeSchema,
    measuring: measuringSchema,
    machine: machineSchema,
    wanted: v.optional(v.object(nameEntries)),
    maxRounds: v.pipe(count, v.minValue(fewestMaxRounds), v.maxValue(mostMaxRounds)),
    line: v.pipe(v.array(commitSchema), v.minLength(2), v.maxLength(100_000)),
    ends: v.optional(pairSchema),
    steps: v.array(stepSchema),
    confirmation: v.optional(pairSchema),
    outcome: v.optional(outcomeSchema),
  }),
  v.check(
    ({ line, steps }) => steps.every(({ index }) => index > 0 && index < line.length - 1),
    'a step is of a commit that is not between both ends',
  ),
  v.transform(({ wanted, ends, confirmation, outcome, ...rest }) => ({
    ...rest,
    ...{ wanted, ends, confirmation, outcome },
  })),
);

export const parseBisection: Parse<Bisection> = parserOf(schema);
