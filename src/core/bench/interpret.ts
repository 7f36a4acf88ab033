/** Turns the runner's report of one execution into samples. */
import { type BenchError, errors } from '../errors.ts';
import type { Iteration, Sample } from '../model/bench.ts';
import { parseBenchOutput } from './bench-output.ts';
import type { MeasureRequest } from './request.ts';
import type { IterationReport } from './runner-message.ts';

/** The benchmark name of the numbers that belong to the whole process. */
export const processBenchmark = 'process';

function decode(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new TextDecoder('utf-8').decode(bytes);
}

function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1)?.trim() ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is removed here
  return line.replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, 200);
}

/** What the measured program printed, for the log. */
export function outputOf(report: IterationReport): string {
  return `${decode(report.stdout)}${decode(report.stderr)}`;
}

/** Why an execution counts as failed, or `undefined` if it went well. */
export function failureOf(report: IterationReport, request: MeasureRequest): BenchError | undefined {
  if (report.timedOut) {
    return errors.benchmarkTimeout(request.suite, request.timeLimitSeconds);
  }
  if (report.outOfMemory) {
    return errors.benchmarkOutOfMemory(request.suite);
  }
  if (report.signal !== 0) {
    return errors.benchmarkFailed(request.suite, `it was ended by signal ${report.signal}`);
  }
  if (report.exitCode !== 0) {
    const said = lastLine(outputOf(report));
    return errors.benchmarkFailed(
      request.suite,
      `it ended with exit code ${report.exitCode}${said === '' ? '' : ` and said "${said}"`}`,
    );
  }
  return report.stdoutTruncated
    ? errors.benchmarkOutput(request.suite, 'it is longer than 1 MiB')
    : undefined;
}

function processSamples(report: IterationReport): readonly Sample[] {
  const sample = (metric: string, unit: Sample['unit'], value: number): Sample => ({
    benchmark: processBenchmark,
    metric,
    unit,
    value,
  });
  return [
    sample('wall', 'ms', report.wallNs / 1e6),
    sample('user', 'ms', report.userUs / 1e3),
    sample('system', 'ms', report.systemUs / 1e3),
    sample('peak-memory', 'bytes', report.maxRssKib * 1024),
  ];
}

/**
 * The samples of a measured execution that went well.
 * @throws `benchmark-output` if the script's output has no numbers
 */
export function interpretReport(report: IterationReport, suite: string): Iteration {
  return {
    index: report.iteration,
    samples: [...parseBenchOutput(suite, decode(report.stdout)), ...processSamples(report)],
  };
}
