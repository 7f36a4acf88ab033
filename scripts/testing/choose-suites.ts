/** Which suites and test files the words on a command line name. */
import { join, resolve, sep } from 'node:path';

/** The suites, in the order in which they run. */
export const suiteNames = ['check', 'unit', 'contract', 'e2e'] as const;
export type SuiteName = (typeof suiteNames)[number];

/** What of a suite is to run: all of its files, or those that were named (absolute paths). */
export interface ChosenSuite {
  readonly name: SuiteName;
  readonly files: readonly string[] | undefined;
}

/**
 * Chooses by words that are each a suite's name or the path of a test file in a suite's folder of `testDirectory`
 * (absolute). A file that is named runs alone, whatever suite is named beside it; no word at all means everything.
 * `unknown` holds the words that are neither.
 */
export function chooseSuites(
  words: readonly string[],
  testDirectory: string,
): { readonly chosen: readonly ChosenSuite[]; readonly unknown: readonly string[] } {
  const named = suiteNames.filter((name) => words.includes(name));
  const paths = words.filter((word) => !suiteNames.some((name) => name === word));
  const filesOf = (name: SuiteName) =>
    paths.map((word) => resolve(word)).filter((path) => isTestOf(path, join(testDirectory, name)));
  const withFiles = suiteNames.map((name) => ({ name, files: filesOf(name) }));
  const unknown = paths.filter((word) => !withFiles.some(({ files }) => files.includes(resolve(word))));
  if (paths.length > 0) {
    return { chosen: withFiles.filter(({ files }) => files.length > 0), unknown };
  }
  const whole = named.length === 0 ? suiteNames : named;
  return { chosen: whole.map((name) => ({ name, files: undefined })), unknown };
}

function isTestOf(path: string, directory: string): boolean {
  return path.startsWith(directory + sep) && path.endsWith('.test.ts');
}
