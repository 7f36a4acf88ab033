/** Lists the files that belong to the sources. */
import type { Buffer } from 'node:buffer';
import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { isBuildProduct, isBuildProductDirectory } from '../../core/build/build-products.ts';
import { errors } from '../../core/errors.ts';
import type { FileEntry, ListedFile, UnchangedFile } from '../../core/model/tree.ts';
import { Slices } from '../slices.ts';
import { type CheckoutView, type IndexMemory, readCheckoutView } from './checkout-view.ts';
import { decodeName } from './file-names.ts';
import { findCheckout } from './git.ts';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function statOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) {
      return undefined;
    }
    throw errors.treeUnreadable(file, error);
  }
}

function linkTargetOf(root: string, path: string): string | undefined {
  let target: Uint8Array;
  try {
    target = readlinkSync(join(root, path), 'buffer');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EINVAL'].includes(codeOf(error))) {
      return undefined;
    }
    throw errors.treeUnreadable(join(root, path), error);
  }
  return decodeName(target, join(root, path));
}

function entryOf(root: string, path: string, facts: Stats): FileEntry | undefined {
  const common = { path, mtimeMs: facts.mtimeMs };
  if (facts.isSymbolicLink()) {
    const linkTarget = linkTargetOf(root, path);
    return linkTarget === undefined
      ? undefined
      : { ...common, kind: 'symlink', sizeBytes: 0, executable: false, linkTarget };
  }
  if (!facts.isFile()) {
    return undefined;
  }
  return { ...common, kind: 'file', sizeBytes: facts.size, executable: (facts.mode & 0o111) !== 0 };
}

/** Looks at paths once each; remembers which directories are real ones. */
class Scanner {
  readonly #root: string;
  readonly #realDirectories = new Map<string, boolean>([['', true]]);

  constructor(root: string) {
    this.#root = root;
  }

  /** The entry, or `undefined` for what has vanished, is a directory or special, or lies behind a link. */
  entry(path: string): FileEntry | undefined {
    if (!this.#isRealDirectory(path.slice(0, Math.max(0, path.lastIndexOf('/'))))) {
      return undefined;
    }
    const facts = statOf(`${this.#root}/${path}`);
    return facts === undefined ? undefined : entryOf(this.#root, path, facts);
  }

  /** Git lists what its index has, even where a directory has become a link to somewhere else. */
  #isRealDirectory(path: string): boolean {
    const known = this.#realDirectories.get(path);
    if (known !== undefined) {
      return known;
    }
    const parent = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const real = this.#isRealDirectory(parent) && (statOf(`${this.#root}/${path}`)?.isDirectory() ?? false);
    this.#realDirectories.set(path, real);
    return real;
  }
}

function readNames(directory: string, name: string): { files: string[]; directories: string[] } {
  const files: string[] = [];
  const directories: string[] = [];
  const prefix = name === '' ? '' : `${name}/`;
  let entries: import('node:fs').Dirent<Buffer>[];
  try {
    entries = readdirSync(directory, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    if (name !== '' && codeOf(error) === 'ENOENT') {
      return { files, directories };
    }
    throw errors.treeUnreadable(directory, error);
  }
  for (const entry of entries) {
    const path = prefix + decodeName(entry.name, directory);
    if (entry.isDirectory()) {
      directories.push(path);
    } else {
      files.push(path);
    }
  }
  return { files, directories };
}

/** Everything but build products. */
async function walk(root: string, slices: Slices): Promise<string[]> {
  const found: string[] = [];
  const pending = [''];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    const names = readNames(join(root, directory), directory);
    found.push(...names.files.filter((path) => !isBuildProduct(path)));
    pending.push(...names.directories.filter((path) => !isBuildProductDirectory(path)));
    if (slices.isOver()) {
      await slices.next();
    }
  }
  return found;
}

/**
 * All files and links that belong to the sources, sorted by path: git's view in a checkout (tracked, and untracked
 * but not ignored), else everything but build products. Directories, submodules, special files, and what vanishes
 * meanwhile are left out. In a checkout, what git found unchanged is not looked at again; see {@link lookAt}.
 * @throws `tree-unreadable` also for a name that is not valid UTF-8; `git-failed`
 */
export async function listFiles(
  root: string,
  memory: IndexMemory,
  signal: AbortSignal,
): Promise<readonly ListedFile[]> {
  const checkout = await findCheckout(root, signal);
  const viewing = checkout === undefined ? undefined : readCheckoutView(root, checkout, memory, signal);
  return listWith(root, viewing, signal);
}

/** {@link listFiles} with git's view, which is `undefined` for a release. */
export async function listWith(
  root: string,
  viewing: Promise<CheckoutView> | undefined,
  signal: AbortSignal,
): Promise<readonly ListedFile[]> {
  const slices = new Slices(signal);
  await slices.next();
  const view = await viewing;
  const unchanged = view === undefined ? [] : view.unchanged.values();
  const paths = view === undefined ? await walk(root, slices) : view.others;
  return [...unchanged, ...(await lookAtPaths(root, paths, slices))].sort(byPath);
}

/** Looks at files that git found unchanged; what vanished meanwhile is left out. */
export async function lookAt(
  root: string,
  files: readonly UnchangedFile[],
  signal: AbortSignal,
): Promise<readonly FileEntry[]> {
  const slices = new Slices(signal);
  await slices.next();
  const blobs = new Map(files.map(({ path, blob }) => [path, blob]));
  const entries = await lookAtPaths(root, blobs.keys(), slices);
  return entries.map((entry) => ({ ...entry, blob: blobs.get(entry.path) }));
}

async function lookAtPaths(root: string, paths: Iterable<string>, slices: Slices): Promise<FileEntry[]> {
  const scanner = new Scanner(root);
  const entries: FileEntry[] = [];
  for (const path of paths) {
    const entry = scanner.entry(path);
    if (entry !== undefined) {
      entries.push(entry);
    }
    if (slices.isOver()) {
      await slices.next();
    }
  }
  return entries;
}

function byPath(a: ListedFile, b: ListedFile): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}
