/** How many tests ended how. */
import { type TestResult, type TestState, testStates } from '../model/phpt.ts';

const words: Readonly<Record<TestState, string>> = {
  passed: 'passed',
  failed: 'failed',
  'timed-out': 'timed out',
  borked: 'broken',
  leaked: 'leaked',
  skipped: 'skipped',
  xfailed: 'failed as expected',
  xleaked: 'leaked as expected',
  warned: 'passed with a warning',
  'not-run': 'not run',
};

/** For instance `10 passed, 1 failed, 2 skipped`. */
export function describeCounts(results: readonly Pick<TestResult, 'state'>[]): string {
  const counts = testStates.map((state) => ({
    state,
    count: results.filter((result) => result.state === state).length,
  }));
  return counts
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${words[state]}`)
    .join(', ');
}
