/** The check of a nightly benchmark's file. */
import * as v from 'valibot';
import {
  commitSchema,
  idSchema,
  measuringSchema,
  type Parse,
  parserOf,
  timeSchema,
} from '../automation/measuring-schema.ts';
import { planSchema, stateSchema } from '../backfill/plan-schema.ts';
import { mostDays, type NightlyState } from './nightly.ts';

const text = v.pipe(v.string(), v.maxLength(4096));

function wholeNumber(minimum: number, maximum: number) {
  return v.pipe(v.number(), v.safeInteger(), v.minValue(minimum), v.maxValue(maximum));
}

const requestSchema = v.pipe(
  v.object({
    measuring: measuringSchema,
    branch: text,
    remote: v.optional(text),
    days: wholeNumber(1, mostDays),
    control: v.optional(text),
    repeat: v.optional(v.boolean(), false),
  }),
  v.transform(({ remote, control, ...rest }) => ({ ...rest, remote, control })),
);

const companionsSchema = v.object({
  beganAtMs: timeSchema,
  items: v.pipe(
    v.array(v.object({ role: v.picklist(['control', 'repeat']), commit: commitSchema, state: stateSchema })),
    v.maxLength(2),
  ),
});

const lastRunSchema = v.pipe(
  v.object({
    startedAtMs: timeSchema,
    finishedAtMs: timeSchema,
    error: v.optional(v.object({ reason: text, message: text })),
  }),
  v.transform(({ error, ...rest }) => ({ ...rest, error })),
);

const schema = v.pipe(
  v.object({
    id: idSchema,
    request: requestSchema,
    plan: v.optional(planSchema),
    companions: v.optional(companionsSchema),
    lastRun: v.optional(lastRunSchema),
    schedule: v.optional(
      v.object({
        command: v.pipe(v.array(text), v.minLength(1), v.maxLength(1000)),
        at: v.object({ hour: wholeNumber(0, 23), minute: wholeNumber(0, 59) }),
      }),
    ),
  }),
  v.transform(({ plan, companions, lastRun, schedule, ...rest }) => ({
    ...rest,
    ...{ plan, companions, lastRun, schedule },
  })),
);

export const parseNightly: Parse<NightlyState> = parserOf(schema);
