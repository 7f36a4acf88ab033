/** Lists the files that belong to the sources. */
import type { Buffer } from 'node:buffer';
import { lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join, sep } from 'node:path';
import { isBuildProduct, isBuildProductDirectory } from '../../core/build/build-products.ts';
import { errors } from '../../core/errors.ts';
import type { FileEntry } from '../../core/model/tree.ts';
import { Slices } from '../slices.ts';
import { isCheckout, requireGit } from './git.ts';

/** A name as people can read it when it is not valid UTF-8: other bytes as `\xNN`. */
function escapeName(name: Uint8Array): string {
  return Array.from(name, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true });

function decodeName(name: Uint8Array, directory: string): string {
  try {
    return strictDecoder.decode(name);
  } catch {
    throw errors.unusableFileName(join(directory, escapeName(name)));
  }
}

/** The text of a NUL-separated listing. */
function decodeListing(listing: Uint8Array, root: string): string {
  try {
    return strictDecoder.decode(listing);
  } catch (error) {
    for (let start = 0; start < listing.length; ) {
      const end = listing.indexOf(0, start);
      const stop = end < 0 ? listing.length : end;
      decodeName(listing.subarray(start, stop), root);
      start = stop + 1;
    }
    throw errors.treeUnreadable(root, error);
  }
}

const oddPart =
  sep === '\\' ? /(?:^|[/\\\0])(?:\.{0,2}|\.git)(?=[/\\\0]|$)/i : /(?:^|[/\0])(?:\.{0,2}|\.git)(?=[/\0]|$)/i;

/**
 * The names of git's listing. An index can be made by hand: a path that leaves the root or enters git's own
 * directory is no source. Nor is one that ends in a slash, which is another repository inside this one.
 */
function namesOf(listing: string): string[] {
  const text = listing.replace(/\0$/, '');
  if (text === '') {
    return [];
  }
  const names = text.split('\0');
  return oddPart.test(text) ? names.filter((name) => !oddPart.test(name)) : names;
}

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

/** Takes names as they become known. */
type Look = (paths: readonly string[]) => Promise<void>;

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

async function gitNames(root: string, which: readonly string[], signal: AbortSignal): Promise<string[]> {
  const listing = await requireGit(root, ['ls-files', '-z', ...which], 'list the tree', signal);
  return namesOf(decodeListing(listing, root));
}

/** The index is read at once; untracked files take git longer than our look at the tracked ones. */
async function gitView(root: string, look: Look, signal: AbortSignal): Promise<void> {
  const untracked = gitNames(root, ['--others', '--exclude-standard'], signal);
  const failed = untracked.then(
    () => undefined,
    () => undefined,
  );
  try {
    await look(await gitNames(root, ['--cached'], signal));
  } catch (error) {
    await failed;
    throw error;
  }
  await look(await untracked);
}

/**
 * All files and links that belong to the sources, sorted by path: git's view in a checkout (tracked, and untracked
 * but not ignored), else everything but build products. Directories, submodules, special files, and what vanishes
 * meanwhile are left out.
 * @throws `tree-unreadable` also for a name that is not valid UTF-8; `git-failed`
 */
export async function listFiles(root: string, signal: AbortSignal): Promise<readonly FileEntry[]> {
  const checkout = await isCheckout(root, signal);
  const slices = new Slices(signal);
  await slices.next();
  const scanner = new Scanner(root);
  const entries: FileEntry[] = [];
  const look: Look = async (paths) => {
    let last = '';
    for (const path of paths) {
      // A conflict has several entries in git's index, one after the other.
      const entry = path === last ? undefined : scanner.entry(path);
      last = path;
      if (entry !== undefined) {
        entries.push(entry);
      }
      if (slices.isOver()) {
        await slices.next();
      }
    }
  };
  if (checkout) {
    await gitView(root, look, signal);
  } else {
    await look(await walk(root, slices));
  }
  return entries.sort(byPath);
}

function byPath(a: FileEntry, b: FileEntry): number {
  return a.path < b.path ? -1 : Number(a.path > b.path);
}
