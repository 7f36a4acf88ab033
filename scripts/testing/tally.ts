/** Counts results and words them. */

/** What came of some tests. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const emptyTally: Tally = { passed: 0, failed: 0, skipped: 0 };

/** The sum of two tallies. */
export function addTallies(first: Tally, second: Tally): Tally {
  return {
    passed: first.passed + second.passed,
    failed: first.failed + second.failed,
    skipped: first.skipped + second.skipped,
  };
}

/** The line that ends a test run; its form is relied on. */
export function summaryLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** One test's result, as the runner's events tell it. */
export interface TestResult {
  /** Absolute path of the test file. */
  readonly file: string;
  /** The names of the suites around it, and its own. */
  readonly path: readonly string[];
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped, or what made it fail; empty for a passed test. */
  readonly detail: string;
}

/** An event of node:test that reports a test or a suite. */
export interface ReportEvent {
  readonly name: string;
  readonly file: string;
  readonly nesting: number;
  readonly passed: boolean;
  readonly skip: string | boolean | undefined;
  readonly todo: string | boolean | undefined;
  readonly type: string | undefined;
  readonly failureType: string | undefined;
  readonly detail: string;
}

const wholeFile = ['(whole file)'];

/** The failure of a file that reports no test, or suites without tests only. */
export function emptyFile(file: string): TestResult {
  return { file, path: wholeFile, outcome: 'failed', detail: 'The file holds no test.' };
}

/**
 * Makes results of a file's events. Suites and parents of failed tests do not count; a file that is reported as a
 * test itself either holds no test, which is a failure, or crashed.
 */
export function resultOf(event: ReportEvent, around: readonly string[]): TestResult | undefined {
  const { name, file, passed } = event;
  if (name === file) {
    const detail = `The test process failed. ${event.detail}`;
    return passed ? emptyFile(file) : { file, path: wholeFile, outcome: 'failed', detail };
  }
  const path = [...around.slice(0, event.nesting), name];
  if (!passed) {
    return event.failureType === 'subtestsFailed'
      ? undefined
      : { file, path, outcome: 'failed', detail: event.detail };
  }
  if (event.type === 'suite') {
    return undefined;
  }
  const reason = skipReason(event);
  return reason === undefined
    ? { file, path, outcome: 'passed', detail: '' }
    : { file, path, outcome: 'skipped', detail: reason };
}

function skipReason({ skip, todo }: ReportEvent): string | undefined {
  if (skip === undefined && todo === undefined) {
    return undefined;
  }
  const texts = [skip, todo].filter((value) => typeof value === 'string' && value !== '');
  return texts.length > 0 ? texts.join(', ') : 'no reason given';
}
