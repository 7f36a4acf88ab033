import type { GitState } from '../../core/model/tree.ts';
import { readCommit } from './commits.ts';
import { requireGit, runGit, withoutFilters } from './git.ts';

async function readBranch(root: string, signal: AbortSignal): Promise<string | undefined> {
  const result = await runGit(root, ['symbolic-ref', '--quiet', 'HEAD'], signal);
  const name = new TextDecoder().decode(result.stdout).trim();
  return result.exitCode === 0 ? name.replace(/^refs\/heads\//, '') : undefined;
}

/**
 * Whether the work tree's content may differ from HEAD's. Files that git was told not to look at
 * (assume-unchanged, skip-worktree) count as different: nothing vouches for them.
 */
async function isDirty(root: string, signal: AbortSignal): Promise<boolean> {
  const filters = await withoutFilters(root, signal);
  const changes = [
    '--porcelain',
    '-z',
    '--no-renames',
    '--untracked-files=normal',
    '--ignore-submodules=all',
  ];
  const [status, listing] = await Promise.all([
    requireGit(root, [...filters, 'status', ...changes], 'compare the tree', signal),
    requireGit(root, ['ls-files', '-v', '-z'], 'list the tree', signal),
  ]);
  if (status.length > 0) {
    return true;
  }
  // "H" is an ordinary file; lower case and "S" mark the others.
  return /(?:^|\0)(?:[a-z]|S) /.test(new TextDecoder().decode(listing));
}

/**
 * What git says of a checkout: `undefined` if it has no commit yet.
 * @throws `git-failed`
 */
export async function readGitState(root: string, signal: AbortSignal): Promise<GitState | undefined> {
  const head = await readCommit(root, 'HEAD', signal);
  if (head === undefined) {
    return undefined;
  }
  const [branch, dirty] = await Promise.all([readBranch(root, signal), isDirty(root, signal)]);
  return { head: head.info, branch, treeId: head.treeId, dirty };
}
