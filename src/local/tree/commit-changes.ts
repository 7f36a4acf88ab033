/** What commits say and change, for people to read. */
import { errors } from '../../core/errors.ts';
import type { ChangedFile, CommitText } from '../../core/model/tree.ts';
import { maxTextBytes, resolveCommit } from './commits.ts';
import { requireGit } from './git.ts';

/** A repository's configuration may name programs that show differences: none of them is run. */
const plainDiff = ['--no-ext-diff', '--no-textconv', '--no-color', '--encoding=UTF-8'];

/**
 * A commit's message and what it changes against its first parent, as `git show` prints it.
 * @throws `commit-missing`, `git-failed`
 */
export async function showCommit(root: string, commitish: string, signal: AbortSignal): Promise<CommitText> {
  const { info } = await resolveCommit(root, commitish, signal);
  const form = ['--format=fuller', '--stat=120', '--patch', '-m', '--first-parent'];
  const command = ['show', ...plainDiff, ...form, info.sha, '--'];
  const output = await requireGit(root, command, `show ${info.sha}`, signal);
  return {
    info,
    text: new TextDecoder().decode(output.subarray(0, maxTextBytes)),
    cut: output.length > maxTextBytes,
  };
}

/**
 * The files that differ between two commits, by path; a renamed one is one less and one more.
 * @throws `commit-missing`, `git-failed`
 */
export async function changedFiles(
  root: string,
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<readonly ChangedFile[]> {
  const { sha: first } = (await resolveCommit(root, from, signal)).info;
  const { sha: last } = (await resolveCommit(root, to, signal)).info;
  const command = ['diff-tree', '-r', '-z', '--no-renames', '--name-status', first, last, '--'];
  const output = await requireGit(root, command, `compare ${first} with ${last}`, signal);
  return parseNameStatus(new TextDecoder().decode(output));
}

function parseNameStatus(output: string): readonly ChangedFile[] {
  const fields = output.split('\0').slice(0, -1);
  const files: ChangedFile[] = [];
  for (let at = 0; at < fields.length; at += 2) {
    const [status = '', path] = fields.slice(at, at + 2);
    if (!/^[A-Z]$/.test(status) || path === undefined) {
      throw errors.gitFailed('compare two commits', new Error(`unexpected output at field ${at}`));
    }
    files.push({ path, kind: kinds[status] ?? 'changed' });
  }
  return files;
}

const kinds: Readonly<Record<string, ChangedFile['kind']>> = { A: 'added', D: 'deleted' };
