/** What a failed test should have printed beside what it did, from the files that run-tests.php leaves. */
import type { Comparison } from '../model/phpt.ts';

/** What run-tests.php puts between expected headers and expected output. */
const headersMark = '\n--HEADERS--\n';

/**
 * Lines of a diff of run-tests.php, by their numbers from 1: `007- expected`, `008+ actual`. Newer ones have lines
 * without a number around them.
 */
function readDiff(diff: string): {
  readonly removed: ReadonlySet<number>;
  readonly added: ReadonlySet<number>;
} {
  const marks = [...diff.matchAll(/^(\d{3,9})([-+]) /gm)];
  const numbers = (sign: string) =>
    new Set(marks.filter(([, , mark]) => mark === sign).map(([, number]) => Number(number)));
  return { removed: numbers('-'), added: numbers('+') };
}

/**
 * Puts the printed line in the place of each line of the expectation that matched it, so that the places of a
 * pattern do not look like differences.
 * @param expected as in the test, patterns included
 * @param diff as run-tests.php made it of the two
 */
export function compare(expected: string, actual: string, diff: string): Comparison {
  const { removed, added } = readDiff(diff);
  const wanted = expected.split('\n');
  const printed = actual.split('\n');
  if (removed.size + added.size === 0 || wanted.length - removed.size !== printed.length - added.size) {
    return { expected, actual, diff, line: undefined };
  }
  const matched = printed.filter((_, index) => !added.has(index + 1));
  let next = 0;
  const shown = wanted.map((line, index) => {
    if (removed.has(index + 1)) {
      return line;
    }
    next += 1;
    return matched[next - 1] ?? line;
  });
  const line = expected.includes(headersMark) ? undefined : firstDifference(wanted.length, removed, added);
  return { expected: shown.join('\n'), actual, diff, line };
}

/** The line of the expectation, from 1, that is the first without its like, or before which one too many was printed. */
function firstDifference(
  lineCount: number,
  removed: ReadonlySet<number>,
  added: ReadonlySet<number>,
): number {
  // Up to the first difference the lines of both have the same numbers.
  return Math.min(lineCount, ...removed, ...added);
}
