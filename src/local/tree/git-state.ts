import type { GitState } from '../../core/model/tree.ts';
import type { CheckoutView } from './checkout-view.ts';
import { readCommit } from './commits.ts';
import { runGit } from './git.ts';

async function readBranch(root: string, signal: AbortSignal): Promise<string | undefined> {
  const result = await runGit(root, ['symbolic-ref', '--quiet', 'HEAD'], signal);
  const name = new TextDecoder().decode(result.stdout).trim();
  return result.exitCode === 0 ? name.replace(/^refs\/heads\//, '') : undefined;
}

/**
 * What git says of a checkout: `undefined` if it has no commit yet.
 * @throws `git-failed`
 */
export async function readGitState(
  root: string,
  viewing: Promise<CheckoutView>,
  signal: AbortSignal,
): Promise<GitState | undefined> {
  const [head, branch, { dirty }] = await Promise.all([
    readCommit(root, 'HEAD', signal),
    readBranch(root, signal),
    viewing,
  ]);
  if (head === undefined) {
    return undefined;
  }
  return { head: head.info, branch, treeId: head.treeId, dirty };
}
