/** Runs a suite's test files with node:test, each in a process of its own, and prints what comes of them. */
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { formatDuration } from '../setup/steps.ts';
import {
  addTallies,
  emptyFile,
  emptyTally,
  type ReportEvent,
  resultOf,
  type Tally,
  type TestResult,
} from './tally.ts';

/** A folder of tests and how to run it. */
export interface Suite {
  readonly name: string;
  /** Absolute; all `*.test.ts` below it belong to the suite. */
  readonly directory: string;
  /** Absolute; absent: all of them. */
  readonly files: readonly string[] | undefined;
  /** How many files may run at once. */
  readonly concurrency: number;
  /** A file that takes longer hangs, and is ended. */
  readonly fileLimitMs: number;
}

/**
 * Runs the suite's files and prints a line for each, with failures and skips below it. Rejects with the signal's
 * reason after an abort, which ends the file that runs.
 */
export async function runSuite(suite: Suite, root: string, signal: AbortSignal): Promise<Tally> {
  const files = suite.files ?? (await testFiles(suite.directory));
  if (files.length === 0) {
    console.log(`  FAILED  ${relative(root, suite.directory)} holds no test file`);
    return { ...emptyTally, failed: 1 };
  }
  const printer = new SuitePrinter(root);
  const stream = run({
    files: [...files],
    concurrency: suite.concurrency,
    isolation: 'process',
    timeout: suite.fileLimitMs,
    signal,
  });
  // Results come file by file, in order, however many files run at once.
  // What an abort kept from running has not failed.
  stream.on('test:start', (data) => signal.aborted || printer.started(data.file, data.nesting, data.name));
  stream.on('test:pass', (data) => signal.aborted || printer.report(eventOf(data, true)));
  stream.on('test:fail', (data) => signal.aborted || printer.report(eventOf(data, false)));
  stream.on('test:stdout', (data) => printer.output(data.file, data.message));
  stream.on('test:stderr', (data) => printer.output(data.file, data.message));
  stream.on('test:summary', (data) => printer.measured(data.file, data.duration_ms));
  stream.on('test:diagnostic', (data) => printer.diagnostic(data.file, data.message));
  stream.resume();
  await new Promise<void>((resolve, reject) => {
    stream.once('end', resolve);
    stream.once('error', reject);
  });
  signal.throwIfAborted();
  printer.finish();
  return printer.tally;
}

/** The test files below a directory, sorted; none if it does not exist. */
export async function testFiles(directory: string): Promise<readonly string[]> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  return names
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(directory, name))
    .toSorted();
}

interface ReportData {
  readonly name: string;
  readonly file?: string | undefined;
  readonly nesting: number;
  readonly skip?: string | boolean | undefined;
  readonly todo?: string | boolean | undefined;
  readonly details: { readonly type?: string | undefined; readonly error?: unknown };
}

function eventOf(data: ReportData, passed: boolean): ReportEvent {
  const { error, type } = data.details;
  const failureType =
    error instanceof Error && 'failureType' in error && typeof error.failureType === 'string'
      ? error.failureType
      : undefined;
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return {
    name: data.name,
    file: data.file ?? '',
    nesting: data.nesting,
    passed,
    skip: data.skip,
    todo: data.todo,
    type,
    failureType,
    detail: passed ? '' : typeof cause === 'string' ? cause : inspect(cause),
  };
}

class SuitePrinter {
  tally: Tally = emptyTally;
  readonly #root: string;
  #file: string | undefined;
  #results: TestResult[] = [];
  #around: string[] = [];
  #output = new Map<string, string>();
  #durations = new Map<string, number>();

  constructor(root: string) {
    this.#root = root;
  }

  started(file: string | undefined, nesting: number, name: string): void {
    if (file !== this.#file) {
      this.finish();
      this.#file = file;
    }
    this.#around = [...this.#around.slice(0, nesting), name];
  }

  report(event: ReportEvent): void {
    if (event.file !== this.#file) {
      this.finish();
      this.#file = event.file;
    }
    const result = resultOf(event, this.#around);
    if (result !== undefined) {
      this.#results.push(result);
    }
  }

  output(file: string | undefined, text: string): void {
    const key = file ?? '';
    this.#output.set(key, `${this.#output.get(key) ?? ''}${text}`.slice(-20_000));
  }

  /** A file that crashed has no duration. */
  measured(file: string | undefined, durationMs: number): void {
    if (file !== undefined) {
      this.#durations.set(file, durationMs);
    }
  }

  /** Diagnostics of a file tell of errors outside its tests; those of the whole run are counts. */
  diagnostic(file: string | undefined, text: string): void {
    if (file !== undefined) {
      this.output(file, `${text}\n`);
    }
  }

  /** Prints the file whose results have come in, and makes room for the next. */
  finish(): void {
    if (this.#file !== undefined) {
      this.#print(this.#file);
    }
    this.#file = undefined;
    this.#results = [];
    this.#around = [];
  }

  #print(file: string): void {
    if (this.#results.length === 0) {
      this.#results.push(emptyFile(file));
    }
    const count = (outcome: TestResult['outcome']) =>
      this.#results.filter((result) => result.outcome === outcome).length;
    const tally = { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
    this.tally = addTallies(this.tally, tally);
    const mark = tally.failed > 0 ? 'FAILED' : 'ok    ';
    const counts = [
      `${tally.passed} passed`,
      ...(tally.failed > 0 ? [`${tally.failed} failed`] : []),
      ...(tally.skipped > 0 ? [`${tally.skipped} skipped`] : []),
    ].join(', ');
    const durationMs = this.#durations.get(file);
    const duration = durationMs === undefined ? '' : ` (${formatDuration(durationMs)})`;
    console.log(`  ${mark}  ${relative(this.#root, file)}: ${counts}${duration}`);
    for (const result of this.#results) {
      printResult(result);
    }
    const output = this.#output.get(file);
    if (tally.failed > 0 && output !== undefined) {
      console.log(indent(`Output of the file:\n${output}`, 10));
    }
    this.#output.delete(file);
  }
}

function printResult(result: TestResult): void {
  const name = result.path.join(' > ');
  if (result.outcome === 'failed') {
    console.log(indent(`failed: ${name}\n${result.detail}`, 10));
  } else if (result.outcome === 'skipped') {
    console.log(indent(`skipped: ${name}: ${result.detail}`, 10));
  }
}

function indent(text: string, columns: number): string {
  return text.trimEnd().replace(/^/gm, ' '.repeat(columns));
}
