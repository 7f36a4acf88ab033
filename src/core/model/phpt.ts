/** How a phpt test ended: run-tests.php's own words, and two for what it has none for. */
export const testStates = [
  'passed',
  'failed',
  /** Failed because it was stopped at its time limit. */
  'timed-out',
  /** The test itself is broken. */
  'borked',
  'leaked',
  'skipped',
  /** Failed as the test says that it does. */
  'xfailed',
  /** Leaked as the test says that it does. */
  'xleaked',
  'warned',
  /** Asked for, and without a result. */
  'not-run',
] as const;

export type TestState = (typeof testStates)[number];

/** What a test should have printed and what it did. */
export interface Comparison {
  /** Where the expectation is a pattern, each line that matched is as it was printed. */
  readonly expected: string;
  readonly actual: string;
  /** As run-tests.php shows it; empty if it left none. */
  readonly diff: string;
  /** The line of the expectation, from 1, at which they part; `undefined` if that is not known. */
  readonly line: number | undefined;
}

export interface TestResult {
  /** Below the tree's root, with `/`. */
  readonly path: string;
  /** What the test calls itself; empty if it was not told. */
  readonly title: string;
  readonly state: TestState;
  /** Why it was skipped, is broken or was not run; empty for no reason given. */
  readonly reason: string;
  /** `undefined` where run-tests.php does not tell. */
  readonly durationMs: number | undefined;
  /** For tests that printed something else than they should have. */
  readonly comparison: Comparison | undefined;
}

/** Whether a test that ended so makes a run of tests fail. */
export function isFailure(state: TestState): boolean {
  switch (state) {
    case 'failed':
    case 'timed-out':
    case 'borked':
    case 'leaked':
    case 'not-run':
      return true;
    case 'passed':
    case 'skipped':
    case 'xfailed':
    case 'xleaked':
    case 'warned':
      return false;
  }
}

/** Which tests of a tree to run, and how. */
export interface TestRequest {
  /** Tests and folders of tests, below the tree's root with `/`; the empty path is the whole tree. */
  readonly include: readonly string[];
  /** Tests and folders to leave out, likewise. */
  readonly exclude: readonly string[];
  /** How many tests run at once; 0 for as many as the machine has CPUs for them. */
  readonly jobs: number;
  /** After which silence a test is stopped, as run-tests.php counts it. */
  readonly timeoutSeconds: number;
}

export interface TestSummary {
  /** One for each test that was asked for, sorted by path. */
  readonly results: readonly TestResult[];
  readonly durationMs: number;
}
