/** Tests and the folders that hold some, read from disk one level at a time: a php-src tree has 20,000 of them. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isBuildProductDirectory } from '../../core/build/build-products.ts';
import { isTestFile } from '../../core/phpt/select-tests.ts';

/** A test, or a folder with tests somewhere below it. */
export interface TestEntry {
  readonly kind: 'folder' | 'test';
  /** Below the tree's root, with `/`. */
  readonly path: string;
}

interface Listing {
  readonly tests: readonly string[];
  readonly folders: readonly string[];
}

/** What lies in a folder; nothing in one that is gone or may not be read. Links are not followed. */
async function list(root: string, folder: string): Promise<Listing> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  const below = (name: string) => (folder === '' ? name : `${folder}/${name}`);
  const paths = (wanted: typeof entries) => wanted.map(({ name }) => below(name)).sort();
  return {
    tests: paths(entries.filter((entry) => entry.isFile())).filter(isTestFile),
    folders: paths(entries.filter((entry) => entry.isDirectory())).filter(
      (path) => !isBuildProductDirectory(path),
    ),
  };
}

/**
 * The first folder from this one down that has tests itself, or several folders with tests: those in between have
 * nothing to choose from. `undefined` if there are no tests at all.
 */
async function firstWithChoice(root: string, folder: string): Promise<string | undefined> {
  const { tests, folders } = await list(root, folder);
  if (tests.length > 0) {
    return folder;
  }
  let only: string | undefined;
  for (const inner of folders) {
    const found = await firstWithChoice(root, inner);
    if (found !== undefined && only !== undefined) {
      return folder;
    }
    only ??= found;
  }
  return only;
}

/**
 * What is shown in a folder: its tests, and the folders below it that hold some, each as far down as there is no
 * choice.
 * @param root absolute
 * @param folder below the root, with `/`; empty for the root itself
 */
export async function readTests(root: string, folder: string): Promise<readonly TestEntry[]> {
  const { tests, folders } = await list(root, folder);
  const shown = await Promise.all(folders.map((inner) => firstWithChoice(root, inner)));
  return [
    ...shown.filter((path) => path !== undefined).map((path) => ({ kind: 'folder', path }) as const),
    ...tests.map((path) => ({ kind: 'test', path }) as const),
  ];
}
