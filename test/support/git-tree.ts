import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { lookAtAll } from '../../src/core/build/source.ts';
import type { FileEntry } from '../../src/core/model/tree.ts';
import { localTrees } from '../../src/local/tree/tree-port.ts';

/** The files of the smallest tree that counts as PHP's. */
export const smallTree: Readonly<Record<string, string>> = {
  'main/php_version.h': '#define PHP_VERSION "8.2.32"\n',
  'configure.ac': 'AC_INIT([PHP],[8.2.32])\n',
  'Zend/bench.php': '<?php\n',
  'Zend/zend.c': 'int zend;\n',
};

/** Writes files below `root`, by path. */
export async function writeFiles(root: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
}

/** Runs git with a fixed author and nobody's configuration; returns what it prints. */
export async function git(root: string, ...args: readonly string[]): Promise<string> {
  const who = ['-c', 'user.name=Someone', '-c', 'user.email=someone@example.test'];
  // Many new objects would make git pack them in the background, while the test removes its folder.
  const result = await execa('git', ['-C', root, ...who, '-c', 'gc.auto=0', ...args], {
    env: { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', LC_ALL: 'C' },
  });
  return result.stdout;
}

/** Makes `root` a repository and commits everything in it; returns the commit's hash. */
export async function commitAll(root: string, subject: string): Promise<string> {
  await git(root, 'init', '--quiet', '--initial-branch=master');
  await git(root, 'add', '--all', '--force');
  await git(root, 'commit', '--quiet', '--allow-empty', '--allow-empty-message', '--message', subject);
  return (await git(root, 'rev-parse', 'HEAD')).trim();
}

/** A tree's files as they are on disk, those too that git found unchanged. */
export async function filesOnDisk(root: string, signal: AbortSignal): Promise<readonly FileEntry[]> {
  const trees = localTrees();
  const files = await lookAtAll(trees, root, await trees.listFiles(root, signal), signal);
  return [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
}
