/** Which tests a request means, and which folders they write to. */
import type { TestRequest } from '../model/phpt.ts';

const suffix = '.phpt';

/** Whether a file is a test for run-tests.php, which leaves hidden ones aside. */
export function isTestFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name.endsWith(suffix) && !name.startsWith('.');
}

/** Whether `path` is `folder` or lies below it; the empty path is the tree's root. */
function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

export interface Selection {
  /** Sorted. */
  readonly tests: readonly string[];
  /** What the request names and the tree does not have. */
  readonly missing: readonly string[];
}

/**
 * The tests that a request means.
 * @param files all files of the tree, by path below its root
 */
export function selectTests(
  files: readonly string[],
  { include, exclude }: Pick<TestRequest, 'include' | 'exclude'>,
): Selection {
  // A list of tests has one test on each line.
  const all = files.filter((path) => isTestFile(path) && !path.includes('\n'));
  const known = new Set(all);
  // Thousands of tests may be named one by one: only folders need a look at every file.
  const named = include.filter((path) => known.has(path));
  const folders = include.filter((path) => !known.has(path));
  const inFolders = folders.map((folder) => all.filter((path) => isWithin(path, folder)));
  const missing = folders.filter((_, index) => inFolders[index]?.length === 0);
  const wanted = new Set([...named, ...inFolders.flat()]);
  const excluded = new Set(exclude);
  const isExcluded = (path: string) =>
    excluded.has('') ||
    path.split('/').some((_, depth, parts) => excluded.has(parts.slice(0, depth + 1).join('/')));
  return { tests: [...wanted].filter((path) => !isExcluded(path)).sort(), missing };
}

/**
 * The folders below the tree's root that tests write to: run-tests.php puts its files beside each test, and tests
 * reach for what lies around them, up to the folder that is called `tests`. None lies below another.
 */
export function foldersOf(tests: readonly string[]): readonly string[] {
  const all = [...new Set(tests.map(folderOf))].filter((folder) => folder !== '').sort();
  return all.filter((folder) => !all.some((other) => other !== folder && isWithin(folder, other)));
}

function folderOf(test: string): string {
  const parents = test.split('/').slice(0, -1);
  const at = parents.indexOf('tests');
  return (at === -1 ? parents : parents.slice(0, at + 1)).join('/');
}
