/** Checks on the way into the database: what is stored can be shown. */
import * as v from 'valibot';
import { errors } from '../../core/errors.ts';
import {
  exclusionSchema,
  iterationSchema as indexSchema,
  nameSchema,
  remarkSchema,
  runEndEntries,
  runStartSchema,
  unitSchema,
  valueSchema,
} from '../../core/history-exchange/run-schema.ts';
import type { Exclusion, Iteration, Remark, RunEnd, RunStart } from '../../core/model/bench.ts';

const iterationSchema = v.object({
  index: indexSchema,
  samples: v.pipe(
    v.array(v.object({ benchmark: nameSchema, metric: nameSchema, unit: unitSchema, value: valueSchema })),
    v.minLength(1),
    v.maxLength(100_000),
  ),
});

const endSchema = v.object({
  ...runEndEntries,
  status: v.picklist(['complete', 'incomplete', 'failed']),
});

function check(schema: v.GenericSchema, value: unknown, what: string): void {
  const result = v.safeParse(schema, value);
  if (!result.success) {
    const issue = result.issues[0];
    throw errors.invalidMessage(
      'the benchmark',
      `${v.getDotPath(issue) ?? 'all'} of ${what} is not valid: ${issue.message}.`,
    );
  }
}

/** @throws `invalid-message` */
export function checkRun(run: RunStart): void {
  check(runStartSchema, run, 'the run');
}

/** @throws `invalid-message` */
export function checkEnd(end: RunEnd): void {
  check(endSchema, end, "the run's end");
}

/** @throws `invalid-message` */
export function checkRemark(remark: Remark): void {
  check(remarkSchema, remark, 'the remark');
}

/** @throws `invalid-message` */
export function checkExclusion(exclusion: Exclusion): void {
  check(exclusionSchema, exclusion, 'the exclusion');
}

/**
 * Samples must be finite and not negative, and each named once.
 * @throws `invalid-message`
 */
export function checkIteration(iteration: Iteration): void {
  check(iterationSchema, iteration, `iteration ${iteration.index}`);
  const names = new Set(iteration.samples.map((sample) => JSON.stringify([sample.benchmark, sample.metric])));
  if (names.size !== iteration.samples.length) {
    throw errors.invalidMessage('the benchmark', `iteration ${iteration.index} has two samples of one name.`);
  }
}
