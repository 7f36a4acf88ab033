/** The results of a run of tests, as they come together. */
import { containerPath } from '../build/names.ts';
import { isBenchError } from '../errors.ts';
import { isFailure, type TestResult } from '../model/phpt.ts';
import type { ContainerPort } from '../ports.ts';
import { compare } from './comparison.ts';
import type { PrintedResult } from './run-tests-reader.ts';
import { resultFile } from './test-container.ts';

/** More of what a test printed than anybody reads. */
const maxOutputBytes = 256 * 1024;
/** For more failed tests than these, reading what each printed would take longer than the tests. */
const maxComparisons = 300;
const maxReasonLength = 2000;
/** What run-tests.php puts at the end of the output of a process that it stopped. */
const timeoutMark = /\*\* ERROR: process timed out \*\*\s*$/;

/** Collects results; hands each on when all of it is known, and each test's once. */
export class TestResults {
  readonly #treeRoot: string;
  readonly #asked: ReadonlySet<string>;
  readonly #onResult: (result: TestResult) => void;
  readonly #results = new Map<string, TestResult>();
  readonly #durations = new Map<string, number>();
  /** Those of tests that were not asked for: of the ones that a test stands for, in its own folder. */
  readonly #redirected = new Map<string, PrintedResult[]>();
  /** Tests with a result that is being completed. */
  readonly #taken = new Set<string>();
  #reading: Promise<void> = Promise.resolve();
  #comparisons = 0;

  constructor(treeRoot: string, asked: readonly string[], onResult: (result: TestResult) => void) {
    this.#treeRoot = treeRoot;
    this.#asked = new Set(asked);
    this.#onResult = onResult;
  }

  /** Sorted by path. */
  get all(): readonly TestResult[] {
    return [...this.#results.values()]
      .map((result) => ({ ...result, durationMs: this.#durations.get(result.path) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Whether no test that is there has a result. */
  get isEmpty(): boolean {
    return this.#taken.size === 0 && this.#redirected.size === 0;
  }

  /** @param path as run-tests.php prints it */
  isAskedFor(path: string): boolean {
    return this.#asked.has(this.#below(path));
  }

  /** Notes a test that the tree does not have. */
  addMissing(path: string): void {
    this.#keep(notRun(path, 'The tree has no such test.'));
  }

  /** Takes what was printed; for a failed test it reads in the container what it printed itself. */
  add(printed: PrintedResult, container: ContainerPort, signal: AbortSignal): void {
    const path = this.#below(printed.path);
    if (!this.#asked.has(path)) {
      const folder = folderOf(path);
      this.#redirected.set(folder, [...(this.#redirected.get(folder) ?? []), { ...printed, path }]);
      return;
    }
    if (this.#taken.has(path)) {
      return;
    }
    this.#taken.add(path);
    const result = { ...printed, path, durationMs: undefined, comparison: undefined };
    if (printed.state !== 'failed' || this.#comparisons >= maxComparisons) {
      this.#keep(result);
      return;
    }
    this.#comparisons += 1;
    this.#reading = this.#reading.then(async () => {
      this.#keep(await this.#withComparison(result, container, signal));
    });
    // A failure is told to whoever waits for all of them.
    this.#reading.catch(() => undefined);
  }

  /** Settles when all results that were taken are complete; rejects as the reading did. */
  settled(): Promise<void> {
    return this.#reading;
  }

  /** How long a test took; told after its result. */
  setDuration(path: string, durationMs: number): void {
    this.#durations.set(this.#below(path), durationMs);
  }

  /** Gives every test that has no result one; `why` says why run-tests.php gave none, as the end of a sentence. */
  finish(why: string): void {
    for (const path of this.#asked) {
      if (!this.#results.has(path)) {
        const redirected = this.#redirected.get(folderOf(path));
        this.#keep(
          redirected === undefined
            ? notRun(path, `run-tests.php gave no result: ${why}.`)
            : together(path, redirected),
        );
      }
    }
  }

  #keep(result: TestResult): void {
    this.#results.set(result.path, result);
    this.#onResult(result);
  }

  async #withComparison(
    result: TestResult,
    container: ContainerPort,
    signal: AbortSignal,
  ): Promise<TestResult> {
    const read = (kind: 'exp' | 'out' | 'diff') =>
      readText(container, resultFile(this.#treeRoot, result.path, kind), signal);
    const [expected, actual, diff] = await Promise.all([read('exp'), read('out'), read('diff')]);
    const state = timeoutMark.test(actual ?? '') ? 'timed-out' : result.state;
    const comparison =
      expected === undefined || actual === undefined ? undefined : compare(expected, actual, diff ?? '');
    return { ...result, state, comparison };
  }

  #below(path: string): string {
    const root = `${containerPath(this.#treeRoot)}/`;
    return path.startsWith(root) ? path.slice(root.length) : path;
  }
}

/** `undefined` for what is not there, is too large or is no file: anything may lie where a test has run. */
async function readText(
  container: ContainerPort,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const bytes = await container.readFile(path, maxOutputBytes, signal);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes).replaceAll('\r\n', '\n');
  } catch (error) {
    if (isBenchError(error, 'engine-failed')) {
      return undefined;
    }
    throw error;
  }
}

function notRun(path: string, reason: string): TestResult {
  return { path, title: '', state: 'not-run', reason, durationMs: undefined, comparison: undefined };
}

/** One result for a test that stands for others. */
function together(path: string, parts: readonly PrintedResult[]): TestResult {
  const failed = parts.filter(({ state }) => isFailure(state));
  const isSkipped = parts.every(({ state }) => state === 'skipped');
  const reason = (failed.length > 0 ? failed : isSkipped ? parts.slice(0, 1) : [])
    .map((part) => (isSkipped ? part.reason : part.title))
    .join('\n')
    .slice(0, maxReasonLength);
  const state = failed.length > 0 ? 'failed' : isSkipped ? 'skipped' : 'passed';
  return { path, title: '', state, reason, durationMs: undefined, comparison: undefined };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
