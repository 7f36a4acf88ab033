/** The check of a nightly benchmark's file. */
import * as v from 'valibot';
import {
  idSchema,
  measuringSchema,
  type Parse,
  parserOf,
  timeSchema,
} from '../automation/measuring-schema.ts';
import { planSchema } from '../backfill/plan-schema.ts';
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
  }),
  v.transform(({ remote, ...rest }) => ({ ...rest, remote })),
);

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
    lastRun: v.optional(lastRunSchema),
    schedule: v.optional(
      v.object({
        command: v.pipe(v.array(text), v.minLength(1), v.maxLength(1000)),
        at: v.object({ hour: wholeNumber(0, 23), minute: wholeNumber(0, 59) }),
      }),
    ),
  }),
  v.transform(({ plan, lastRun, schedule, ...rest }) => ({ ...rest, plan, lastRun, schedule })),
);

export const parseNightly: Parse<NightlyState> = parserOf(schema);
