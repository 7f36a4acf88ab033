/** Turns the runner's report of one execution into samples. */
import { type BenchError, errors } from '../errors.ts';
import type { Sample } from '../model/bench.ts';
import { parseBenchOutput } from './bench-output.ts';
import type { IterationReport } from './runner-message.ts';
import type { MeasureLimits, Suite, SuiteOutput } from './suite.ts';

/** The benchmark name of the numbers that belong to the whole process, where a suite has one script. */
export const processBenchmark = 'process';

/** How a suite's reports are read. */
export interface Reading {
  /** The suite's name. */
  readonly suite: string;
  readonly output: SuiteOutput;
  /** Names of the scripts, in the order of their execution. */
  readonly scripts: readonly string[];
}

/** How the reports of a suite with these scripts are read. */
export function readingOf(
  { name, output }: Pick<Suite, 'name' | 'output'>,
  scripts: readonly { readonly name: string }[],
): Reading {
  return { suite: name, output, scripts: scripts.map((script) => script.name) };
}

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

/** Whether an execution ended as it should, whatever it printed. */
export function endedWell(report: IterationReport): boolean {
  return !report.timedOut && report.signal === 0 && report.exitCode === 0;
}

/** Why an execution counts as failed, or `undefined` if it went well. */
export function failureOf(
  report: IterationReport,
  { suite, scripts }: Reading,
  { timeLimitSeconds }: Pick<MeasureLimits, 'timeLimitSeconds'>,
): BenchError | undefined {
  if (report.timedOut) {
    return errors.benchmarkTimeout(suite, timeLimitSeconds);
  }
  if (report.outOfMemory) {
    return errors.benchmarkOutOfMemory(suite);
  }
  const script = scripts.length > 1 ? `"${scripts[report.script] ?? ''}"` : 'it';
  const what = report.count === 'callgrind' ? `under callgrind, ${script}` : script;
  if (report.signal !== 0) {
    return errors.benchmarkFailed(suite, `${what} was ended by signal ${report.signal}`);
  }
  if (report.exitCode !== 0) {
    const said = lastLine(outputOf(report));
    return errors.benchmarkFailed(
      suite,
      `${what} ended with exit code ${report.exitCode}${said === '' ? '' : ` and said "${said}"`}`,
    );
  }
  return undefined;
}

/** What the numbers of a script's whole process are called. */
function processName(report: IterationReport, { output, scripts }: Reading): string {
  return output === 'table' && scripts.length === 1 ? processBenchmark : (scripts[report.script] ?? '');
}

function processSamples(report: IterationReport, benchmark: string): readonly Sample[] {
  const sample = (metric: string, unit: Sample['unit'], value: number): Sample => ({
    benchmark,
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

function instructionSamples(report: IterationReport, benchmark: string): readonly Sample[] {
  return report.instructions === null
    ? []
    : [{ benchmark, metric: 'instructions', unit: 'instructions', value: report.instructions }];
}

function tableSamples(report: IterationReport, { suite, scripts }: Reading): readonly Sample[] {
  if (report.stdoutTruncated) {
    throw errors.benchmarkOutput(suite, 'it is longer than 1 MiB');
  }
  const samples = parseBenchOutput(suite, decode(report.stdout));
  const script = scripts[report.script] ?? '';
  return scripts.length === 1
    ? samples
    : samples.map((sample) => ({ ...sample, benchmark: `${script}: ${sample.benchmark}` }));
}

/**
 * The samples of a measured execution that went well. Times and memory under callgrind are its own, and left out.
 * @throws `benchmark-output` if a suite that prints a table did not
 */
export function interpretReport(report: IterationReport, reading: Reading): readonly Sample[] {
  const benchmark = processName(report, reading);
  const counted = instructionSamples(report, benchmark);
  if (report.count === 'callgrind') {
    return counted;
  }
  const rows = reading.output === 'table' ? tableSamples(report, reading) : [];
  return [...rows, ...processSamples(report, benchmark), ...counted];
}
