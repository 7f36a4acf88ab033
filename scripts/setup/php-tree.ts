/** A real PHP release tree for people who gave none, and for the tests. */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { locked } from '../../src/local/locked.ts';
import { downloadUpstream } from './debian-source.ts';
import { cacheDirectory } from './locations.ts';
import { runCommand } from './root.ts';
import { SetupError } from './setup-error.ts';
import { ensureSystemPackages } from './system-packages.ts';

/** A PHP tree on this machine. */
export interface PhpTree {
  readonly path: string;
  /** Whether it was there before. */
  readonly reused: boolean;
}

/**
 * A PHP release tree out of Debian's source package, in the cache; downloaded and unpacked on first use (12 MB and
 * 130 MB). The newest version that Debian has for this machine. Callers that change it must work on a copy.
 */
export async function ensurePhpTree(): Promise<PhpTree> {
  const parent = join(cacheDirectory(), 'trees');
  await mkdir(parent, { recursive: true });
  return locked(join(cacheDirectory(), 'locks', 'php-tree'), async () => {
    const present = newestTree(await readdir(parent));
    if (present !== undefined) {
      return { path: join(parent, present), reused: true };
    }
    return { path: await fetchTree(parent), reused: false };
  });
}

async function fetchTree(parent: string): Promise<string> {
  await ensureSystemPackages(['xz-utils']);
  const unfinished = await mkdtemp(join(parent, 'unfinished-'));
  try {
    const tarball = await downloadUpstream(phpSourcePackages(), unfinished);
    await runCommand('tar', ['--extract', '--file', tarball, '--directory', unfinished, '--no-same-owner']);
    const name = newestTree(await readdir(unfinished));
    if (name === undefined || !existsSync(join(unfinished, name, 'main', 'php_version.h'))) {
      throw new SetupError(
        `${tarball} of Debian's source package holds no PHP tree. Give one with --tree PATH.`,
      );
    }
    await rename(join(unfinished, name), join(parent, name));
    return join(parent, name);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Names that Debian's PHP source package may have, newest first. */
export function phpSourcePackages(): readonly string[] {
  const majors = [9, 8, 7];
  const minors = [9, 8, 7, 6, 5, 4, 3, 2, 1, 0];
  return majors.flatMap((major) => minors.map((minor) => `php${major}.${minor}`));
}

/** Of these directory names, the one of the newest PHP release. */
export function newestTree(names: readonly string[]): string | undefined {
  return names
    .filter((name) => /^php-\d+\.\d+\.\d+$/.test(name))
    .toSorted((first, second) => second.localeCompare(first, 'en', { numeric: true }))[0];
}

/**
 * Makes `target` a git repository with a copy of the tree as its only commit; for tests. `target` must not exist.
 */
export async function makeGitCheckout(tree: string, target: string): Promise<void> {
  await cp(tree, target, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  const person = { name: 'PHP Source Bench', email: 'tests@php-source-bench.invalid' };
  const env = {
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: person.name,
    GIT_AUTHOR_EMAIL: person.email,
    GIT_COMMITTER_NAME: person.name,
    GIT_COMMITTER_EMAIL: person.email,
  };
  // So many new objects would make git pack them in the background, beside whatever comes next.
  const quiet = ['-c', 'gc.auto=0'];
  const git = (...words: string[]) =>
    execa('git', [...quiet, ...words], { cwd: target, env, stdin: 'ignore' });
  await git('init', '--quiet', '--initial-branch=master');
  // Release trees ship generated files that their own .gitignore names.
  await git('add', '--all', '--force');
  await git('commit', '--quiet', '--no-gpg-sign', '--message', 'Import the release');
}
