/** A control for those who have not chosen one. */
import type { CommitLinePort, Tag } from '../automation/ports.ts';
import { isBenchError } from '../errors.ts';
import type { CommitInfo } from '../model/tree.ts';
import { parsePhpVersion, phpVersionOf } from '../php/version.ts';
import type { TreePort } from '../ports.ts';

export interface SuggestDeps {
  readonly lines: Pick<CommitLinePort, 'listTags'>;
  readonly tree: Pick<TreePort, 'readCommitFile' | 'resolveCommit'>;
}

/** Releases, and neither their candidates nor what others have tagged. */
const releaseTag = /^php-(\d{1,3}\.\d{1,3}\.\d{1,3})$/;

/**
 * The last release of the branch: of those that were there before its head, the one with the highest version up to
 * the head's. PHP tags releases beside its branches, so that which of them lead to the head says nothing.
 * `undefined` where the branch, or a release, is not in the repository.
 */
export async function suggestControl(
  { lines, tree }: SuggestDeps,
  root: string,
  branch: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const head = await headOf(tree, root, branch, signal);
  if (head === undefined) {
    return undefined;
  }
  const header = await tree.readCommitFile(root, head.sha, 'main/php_version.h', signal);
  const version = parsePhpVersion(header ?? '');
  const tags = await lines.listTags(root, 'php-*', signal);
  return version === undefined ? undefined : lastRelease(tags, head.committedAtMs, version.id);
}

async function headOf(
  tree: SuggestDeps['tree'],
  root: string,
  branch: string,
  signal: AbortSignal,
): Promise<CommitInfo | undefined> {
  try {
    return (await tree.resolveCommit(root, branch, signal)).info;
  } catch (error) {
    if (isBenchError(error, 'commit-missing')) {
      return undefined;
    }
    throw error;
  }
}

function lastRelease(tags: readonly Tag[], untilMs: number, highestId: number): string | undefined {
  const releases = tags.flatMap(({ name, createdAtMs }) => {
    const id = phpVersionOf(releaseTag.exec(name)?.[1] ?? '')?.id;
    return id === undefined || id > highestId || createdAtMs > untilMs ? [] : [{ name, id }];
  });
  return releases.toSorted((a, b) => b.id - a.id)[0]?.name;
}
