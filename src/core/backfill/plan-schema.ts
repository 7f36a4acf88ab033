/** The check of a plan's file. */
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
import type { Plan } from './plan.ts';

const text = v.pipe(v.string(), v.maxLength(4096));
const durationMs = v.pipe(v.number(), v.finite(), v.minValue(0));

export const stepSchema = v.variant('kind', [
  v.object({ kind: v.literal('every') }),
  v.object({ kind: v.literal('daily') }),
  v.object({ kind: v.literal('weekly') }),
  v.object({ kind: v.literal('points'), count: v.pipe(v.number(), v.safeInteger(), v.minValue(1)) }),
]);

export const stateSchema = v.variant('kind', [
  v.object({ kind: v.literal('waiting') }),
  v.object({ kind: v.literal('known'), runId: text }),
  v.pipe(
    v.object({
      kind: v.literal('measured'),
      runId: text,
      buildMs: v.optional(durationMs),
      measureMs: durationMs,
    }),
    v.transform(({ buildMs, ...rest }) => ({ ...rest, buildMs })),
  ),
  v.object({ kind: v.literal('skipped'), ...failureSchema.entries }),
]);

const itemsSchema = v.pipe(
  v.array(v.object({ commit: commitSchema, state: stateSchema })),
  v.maxLength(100_000),
  v.check(
    (items) => new Set(items.map(({ commit }) => commit.sha)).size === items.length,
    'a commit is in it twice',
  ),
);

export const planSchema = v.object({
  id: idSchema,
  createdAtMs: timeSchema,
  range: text,
  step: stepSchema,
  measuring: measuringSchema,
  machine: machineSchema,
  items: itemsSchema,
});

export const parsePlan: Parse<Plan> = parserOf(planSchema);
