/** Reads what identifies a php-src tree. */
import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { knownSuites } from '../../core/bench/suites.ts';
import { errors } from '../../core/errors.ts';
import type { TreeSnapshot } from '../../core/model/tree.ts';
import { maxTextBytes } from './commits.ts';
import { isCheckout, requireGit } from './git.ts';
import { readGitState } from './git-state.ts';

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
  checkout: boolean,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const present: string[] = [];
  for (const path of candidates) {
    if (await exists(root, path)) {
      present.push(path);
    }
  }
  if (present.length === 0 || !checkout) {
    return new Set(present);
  }
  const command = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...present];
  const listing = await requireGit(root, command, 'list the tree', signal);
  return new Set(new TextDecoder().decode(listing).split('\0'));
}

/**
 * Reads what identifies a tree.
 * @throws `not-a-php-tree` without a readable main/php_version.h, `tree-unreadable`, `git-failed`
 */
export async function readTree(givenRoot: string, signal: AbortSignal): Promise<TreeSnapshot> {
  if (signal.aborted) {
    throw errors.cancelled();
  }
  const root = await resolveRoot(givenRoot);
  const phpVersionHeader = await readText(root, 'main/php_version.h');
  if (phpVersionHeader === undefined) {
    throw errors.notAPhpTree(givenRoot);
  }
  const checkout = await isCheckout(root, signal);
  const candidates = [configureScript, generatedParser, ...knownSuites];
  const [sources, git] = await Promise.all([
    sourceFiles(root, candidates, checkout, signal),
    checkout ? readGitState(root, signal) : undefined,
  ]);
  return {
    root,
    git,
    texts: {
      phpVersionHeader,
      configureAc: await readText(root, 'configure.ac'),
      configureIn: await readText(root, 'configure.in'),
      zendAcinclude: await readText(root, 'Zend/acinclude.m4'),
    },
    hasConfigureScript: sources.has(configureScript),
    hasGeneratedParser: sources.has(generatedParser),
    benchmarkScripts: knownSuites.filter((suite) => sources.has(suite)),
  };
}
