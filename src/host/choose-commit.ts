import * as vscode from 'vscode';
import { errors } from '../core/errors.ts';
import type { CommitInfo } from '../core/model/tree.ts';
import { plainText } from '../core/text/format.ts';
import { formatAge } from './age.ts';
import type { Editor } from './editor.ts';
import { inertText } from './foreign-text.ts';
import type { OpenTree } from './trees.ts';

const offeredCommits = 200;
const maxCommitishLength = 1000;

/**
 * One of the newest commits, or another that is typed in, as a commit-ish; `undefined` if none is chosen.
 * @param placeHolder says what it is for
 */
export async function chooseCommit(
  editor: Editor,
  tree: OpenTree,
  placeHolder: string,
): Promise<string | undefined> {
  const signal = new AbortController().signal;
  const commits = await editor.services.use(
    (services) => services.recentCommits(tree.root, offeredCommits, signal),
    tree.root,
  );
  if (commits.length === 0) {
    throw errors.commitMissing('HEAD');
  }
  const { t } = vscode.l10n;
  const other = { label: `$(edit) ${t('Another commit, branch or tag…')}`, commit: undefined };
  const items = commits.map((commit) => ({ ...commitItem(commit), commit: commit.sha }));
  const [first, ...rest] = items;
  const chosen = await vscode.window.showQuickPick(
    [...(first === undefined ? [] : [first]), other, ...rest],
    {
      placeHolder,
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  return chosen === other ? askForCommit() : chosen?.commit;
}

function commitItem({ sha, subject, author, committedAtMs }: CommitInfo) {
  return {
    label: `$(git-commit) ${sha.slice(0, 10)}`,
    description: inertText(plainText(subject, 200)),
    detail: `${inertText(plainText(author, 100))}, ${formatAge(committedAtMs, Date.now(), vscode.env.language)}`,
  };
}

async function askForCommit(): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const typed = await vscode.window.showInputBox({
    prompt: t('A commit, branch or tag of the open tree'),
    placeHolder: 'PHP-8.4',
    validateInput: (text) => (text.length > maxCommitishLength ? t('That is too long.') : undefined),
  });
  const commit = typed?.trim();
  return commit === '' ? undefined : commit;
}
