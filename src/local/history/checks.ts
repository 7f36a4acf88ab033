/** Checks on the way into the database: what is stored can be shown. */
import * as v from 'valibot';
import { errors } from '../../core/errors.ts';
import type { Iteration, RunStart } from '../../core/model/bench.ts';

const text = v.pipe(v.string(), v.maxLength(4000));
const name = v.pipe(v.string(), v.minLength(1), v.maxLength(500));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const iterationSchema = v.object({
  index: v.pipe(count, v.maxValue(99_999)),
  samples: v.pipe(
    v.array(
      v.object({
        benchmark: name,
        metric: name,
        unit: v.picklist(['ms', 'bytes', 'instructions']),
        value: v.pipe(v.number(), v.finite(), v.minValue(0)),
      }),
    ),
    v.minLength(1),
    v.maxLength(100_000),
  ),
});

const runSchema = v.object({
  id: v.pipe(v.string(), v.uuid()),
  build: v.object({
    key: name,
    phpVersion: name,
    sourceId: name,
    commit: v.optional(
      v.object({
        sha: name,
        subject: text,
        author: text,
        committedAtMs: v.pipe(v.number(), v.safeInteger()),
      }),
    ),
    dirty: v.boolean(),
    platform: v.pipe(name, v.startsWith('linux/')),
    toolchainKey: name,
    configureFlags: v.pipe(v.array(text), v.maxLength(1000)),
  }),
  machine: v.object({
    id: name,
    name: text,
    cpuModel: text,
    cpuCount: count,
    memoryBytes: count,
    operatingSystem: text,
    kernelVersion: text,
    engineVersion: text,
  }),
  suite: name,
  variant: name,
  startedAtMs: count,
  plannedIterations: count,
  environment: v.record(name, v.union([text, v.pipe(v.number(), v.finite()), v.boolean()])),
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
  check(runSchema, run, 'the run');
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

/** @throws `invalid-message` */
export function checkTime(timeMs: number): void {
  check(count, timeMs, 'the time');
}
