/**
 * What the runner in a benchmark container (`media/container/runner.c`) sends: one JSON object a line on standard
 * output, and the same object as the body of a POST to the collector.
 */
import * as v from 'valibot';
import { errors } from '../errors.ts';

/** The runner keeps at most this much of a program's output for one iteration. */
export const maxOutputBytes = 1024 * 1024;
/** Largest message that is looked at: the output in base64 plus the numbers around it. */
export const maxMessageBytes = 2 * Math.ceil((maxOutputBytes * 4) / 3) + 4096;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const base64 = v.pipe(
  v.string(),
  v.maxLength(Math.ceil(maxOutputBytes / 3) * 4),
  v.regex(/^[A-Za-z0-9+/]*={0,2}$/),
);

const iterationSchema = v.strictObject({
  v: v.literal(1),
  kind: v.literal('iteration'),
  job: v.pipe(v.string(), v.uuid()),
  iteration: v.pipe(count, v.maxValue(99_999)),
  warmup: v.boolean(),
  /** Which of the job's scripts, from zero. */
  script: v.pipe(count, v.maxValue(99_999)),
  /** How instructions were counted; under callgrind, times say nothing. */
  count: v.picklist(['none', 'perf', 'callgrind']),
  exitCode: v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(255)),
  signal: v.pipe(count, v.maxValue(128)),
  timedOut: v.boolean(),
  /** Whether the kernel ended a process of the container because of the memory limit meanwhile. */
  outOfMemory: v.boolean(),
  wallNs: count,
  userUs: count,
  systemUs: count,
  maxRssKib: count,
  /** One-minute load average of the machine after the execution. */
  load: v.nullable(v.pipe(v.number(), v.finite(), v.minValue(0))),
  /** CPU time that the rest of the machine used during the execution. */
  othersCpuUs: v.nullable(count),
  instructions: v.nullable(count),
  /** Why they were not counted, if they should have been. */
  uncounted: v.pipe(v.string(), v.maxLength(200)),
  stdout: base64,
  stdoutTruncated: v.boolean(),
  stderr: base64,
});

/** One execution of one script. */
export type IterationReport = v.InferOutput<typeof iterationSchema>;

/**
 * Checks one message of the runner.
 * @throws `invalid-message` if the text is not JSON of the expected shape.
 */
export function parseIterationReport(text: string, from: string): IterationReport {
  if (text.length > maxMessageBytes) {
    throw errors.invalidMessage(from, `it is longer than ${maxMessageBytes} bytes.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw errors.invalidMessage(from, 'it is not JSON.');
  }
  const result = v.safeParse(iterationSchema, json);
  if (!result.success) {
    const issue = result.issues[0];
    const where = v.getDotPath(issue) ?? 'the object';
    throw errors.invalidMessage(from, `${where} is not what a runner sends.`);
  }
  return result.output;
}
