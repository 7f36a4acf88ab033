/** Reads what identifies a php-src tree. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { suiteFiles } from '../../core/bench/built-in-suites.ts';
import { errors } from '../../core/errors.ts';
import type { ListedFile, TreeSnapshot } from '../../core/model/tree.ts';
import { type CheckoutView, type IndexMemory, readCheckoutView } from './checkout-view.ts';
import { maxTextBytes } from './commits.ts';
import { findCheckout } from './git.ts';
import { readGitState } from './git-state.ts';
import { listWith } from './list-files.ts';

const configureScript = 'configure';
const generatedParser = 'Zend/zend_language_parser.c';

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(codeOf(error));
}

/** The root's path with links resolved. Rejects with `not-a-php-tree` or `tree-unreadable`. */
export async function resolveRoot(root: string): Promise<string> {
  try {
    return await realpath(root);
  } catch (error) {
    throw isMissing(error) ? errors.notAPhpTree(root) : errors.treeUnreadable(root, error);
  }
}

/** A file of the tree as text, or `undefined` if there is none; a special file counts as none. */
async function readText(root: string, path: string): Promise<string | undefined> {
  const file = join(root, path);
  try {
    const facts = await stat(file);
    if (!facts.isFile()) {
      return undefined;
    }
    if (facts.size > maxTextBytes) {
      throw errors.treeUnreadable(file, new Error(`it has ${facts.size} bytes, more than ${maxTextBytes}`));
    }
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw codeOf(error) === '' ? error : errors.treeUnreadable(file, error);
  }
}

async function exists(root: string, path: string): Promise<boolean> {
  try {
    return (await stat(join(root, path))).isFile();
  } catch {
    return false;
  }
}

/**
 * Which of these files belong to the sources. In a checkout git decides: a configure script that an earlier build
 * left there is ignored, and does not travel.
 */
async function sourceFiles(
  root: string,
  candidates: readonly string[],
  view: CheckoutView | undefined,
): Promise<ReadonlySet<string>> {
  const belonging = candidates.filter(
    (path) => view === undefined || view.unchanged.has(path) || view.others.has(path),
  );
  const present = await Promise.all(belonging.map((path) => exists(root, path)));
  return new Set(belonging.filter((_, index) => present[index]));
}

/**
 * Reads what identifies a tree.
 * @throws `not-a-php-tree` without a readable main/php_version.h, `tree-unreadable`, `git-failed`
 */
export async function readTree(
  givenRoot: string,
  memory: IndexMemory,
  signal: AbortSignal,
): Promise<TreeSnapshot> {
  const opened = await openTree(givenRoot, memory, signal);
  return readOpened(opened, signal);
}

/** {@link readTree} and the tree's files, with one question to git for both. */
export async function readAndList(
  givenRoot: string,
  memory: IndexMemory,
  signal: AbortSignal,
): Promise<{ readonly snapshot: TreeSnapshot; readonly files: readonly ListedFile[] }> {
  const opened = await openTree(givenRoot, memory, signal);
  const [snapshot, files] = await Promise.all([
    readOpened(opened, signal),
    listWith(opened.root, opened.viewing, signal),
  ]);
  return { snapshot, files };
}

interface OpenedTree {
  readonly root: string;
  readonly phpVersionHeader: string;
  /** Git's view, asked for already; `undefined` for a release. */
  readonly viewing: Promise<CheckoutView> | undefined;
}

async function openTree(givenRoot: string, memory: IndexMemory, signal: AbortSignal): Promise<OpenedTree> {
  if (signal.aborted) {
    throw errors.cancelled();
  }
  const root = await resolveRoot(givenRoot);
  const phpVersionHeader = await readText(root, 'main/php_version.h');
  if (phpVersionHeader === undefined) {
    throw errors.notAPhpTree(givenRoot);
  }
  const checkout = await findCheckout(root, signal);
  const viewing = checkout === undefined ? undefined : readCheckoutView(root, checkout, memory, signal);
  // Whoever waits for it gets the error; it may come before anybody does.
  viewing?.catch(() => undefined);
  return { root, phpVersionHeader, viewing };
}

async function readOpened(
  { root, phpVersionHeader, viewing }: OpenedTree,
  signal: AbortSignal,
): Promise<TreeSnapshot> {
  const candidates = [configureScript, generatedParser, ...suiteFiles];
  const [git, configureAc, configureIn, zendAcinclude, view] = await Promise.all([
    viewing === undefined ? undefined : readGitState(root, viewing, signal),
    readText(root, 'configure.ac'),
    readText(root, 'configure.in'),
    readText(root, 'Zend/acinclude.m4'),
    viewing,
  ]);
  const sources = await sourceFiles(root, candidates, view);
  return {
    root,
    git,
    texts: { phpVersionHeader, configureAc, configureIn, zendAcinclude },
    hasConfigureScript: sources.has(configureScript),
    hasGeneratedParser: sources.has(generatedParser),
    benchmarkScripts: suiteFiles.filter((path) => sources.has(path)),
  };
}
