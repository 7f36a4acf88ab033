/** A small history on top of the checkout of a real PHP, made without touching its work tree, HEAD or index. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { withTemporary } from './temporary.ts';

/** The file that each commit changes: the only one to compile anew. */
const changedPath = 'ext/standard/hrtime.c';

/**
 * What a commit does to PHP: nothing at all, so that its build is that of the commit before; a comment; a syntax error
 * that the next commit takes out again; or a spin whenever a script asks for the time.
 */
export type Change = 'nothing' | 'comment' | 'broken' | 'slow';

/**
 * Commits on top of HEAD, an hour apart and each with the change of the ones before it; returns their hashes, HEAD's
 * first. Nothing refers to them, so that git removes them some day.
 * @param spinMs how long a script waits, from a `slow` commit on, whenever it asks for the time; each benchmark of
 * Zend/bench.php does so once
 */
export async function phpHistory(
  tree: string,
  changes: readonly Change[],
  spinMs: number,
): Promise<readonly string[]> {
  return withTemporary(async (directory) => {
    const git = gitWithIndex(tree, join(directory, 'index'));
    const original = await readFile(join(tree, changedPath), 'utf8');
    const head = await git(['rev-parse', 'HEAD']);
    await git(['read-tree', head]);
    const commits = [head];
    let lasting = original;
    const nowS = Math.floor(Date.now() / 1000);
    for (const [index, change] of changes.entries()) {
      lasting = changed(lasting, change, spinMs);
      const content = change === 'broken' ? `${lasting}\nthis does not compile;\n` : lasting;
      const time = `${nowS - (changes.length - index) * 3600} +0000`;
      commits.push(await commit(git, directory, { content, parent: commits.at(-1) ?? head, change, time }));
    }
    return commits;
  });
}

type Git = (words: readonly string[], environment?: Readonly<Record<string, string>>) => Promise<string>;

function gitWithIndex(tree: string, index: string): Git {
  const person = { NAME: 'PHP Source Bench', EMAIL: 'tests@php-source-bench.invalid' };
  const who = Object.fromEntries(
    ['AUTHOR', 'COMMITTER'].flatMap((role) =>
      Object.entries(person).map(([part, value]) => [`GIT_${role}_${part}`, value]),
    ),
  );
  return async (words, environment = {}) => {
    const env = { ...who, ...environment, GIT_INDEX_FILE: index, GIT_CONFIG_GLOBAL: '/dev/null' };
    return (await execa('git', ['-C', tree, ...words], { env })).stdout.trim();
  };
}

interface CommitSpec {
  readonly content: string;
  readonly parent: string;
  readonly change: Change;
  readonly time: string;
}

async function commit(
  git: Git,
  directory: string,
  { content, parent, change, time }: CommitSpec,
): Promise<string> {
  const file = join(directory, 'hrtime.c');
  await writeFile(file, content);
  const blob = await git(['hash-object', '-w', '--no-filters', file]);
  await rm(file);
  await git(['update-index', '--cacheinfo', `100644,${blob},${changedPath}`]);
  const tree = await git(['write-tree']);
  const dates = { GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time };
  return git(['commit-tree', tree, '-p', parent, '-m', `Make it ${change}`], dates);
}

function changed(source: string, change: Change, spinMs: number): string {
  switch (change) {
    case 'nothing':
    case 'broken':
      return source;
    case 'comment':
      return `${source}\n/* A comment. */\n`;
    case 'slow':
      return slower(source, spinMs);
  }
}

function slower(source: string, spinMs: number): string {
  const read = 'php_hrtime_t t = _timer_current();';
  if (!source.includes(read)) {
    throw new Error(`${changedPath} is not as it was when this was written.`);
  }
  const spin = `php_hrtime_t begun = _timer_current(); while (_timer_current() - begun < ${Math.round(spinMs * 1e6)}) {}`;
  return source.replace(read, `${spin} ${read}`);
}
