import type { GitState } from '../../core/model/tree.ts';
import type { CheckoutView } from './checkout-view.ts';
import { log } from './commits.ts';

/**
 * What git says of a checkout: `undefined` if it has no commit yet.
 * @throws `git-failed`
 */
export async function readGitState(
  root: string,
  viewing: Promise<CheckoutView>,
  signal: AbortSignal,
): Promise<GitState | undefined> {
  // Asked at once, since most of the time goes into starting a git; told only if it is the commit of the view.
  const asked = log(root, ['--max-count=1', 'HEAD'], signal);
  asked.catch(() => undefined);
  const { head, branch, dirty } = await viewing;
  if (head === undefined) {
    return undefined;
  }
  const [first] = await asked;
  const [commit] = first?.info.sha === head ? [first] : await log(root, ['--max-count=1', head], signal);
  return commit === undefined ? undefined : { head: commit.info, branch, treeId: commit.treeId, dirty };
}
