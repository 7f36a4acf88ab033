/** The commit of a run, and what changed since the commit of the run before it, from the open tree's repository. */
import * as vscode from 'vscode';
import { commitBefore } from '../../core/change/change-ends.ts';
import { errors } from '../../core/errors.ts';
import type { ChangedFile } from '../../core/model/tree.ts';
import type { Editor } from '../editor.ts';
import { chooseTree } from '../trees.ts';
import { chosenRun, commitOf } from './chosen-run.ts';
import { commitFileUri, commitUri } from './commit-files.ts';

/** More files than that, of years for instance, are no longer looked through one by one. */
const mostFiles = 1000;

/** Opens a commit's message and changes as a document. */
export async function showRunCommitCommand(editor: Editor, clicked: unknown): Promise<void> {
  const run = await chosenRun(editor, clicked);
  const commit = commitOf(run, run.index);
  const tree = await chooseTree();
  const { info } = await editor.services.use(
    (services) => services.commits().resolveCommit(tree.root, commit, new AbortController().signal),
    tree.root,
  );
  await vscode.window.showTextDocument(commitUri({ root: tree.root, sha: info.sha }), { preview: false });
}

/** Opens the editor's list of differences between the commit of a run and that of the run before it. */
export async function showRunChangesCommand(editor: Editor, clicked: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const run = await chosenRun(editor, clicked);
  const before = commitBefore(run.columns, run.index);
  if (before === undefined) {
    editor.messages.inform(t('No run before this one is of another commit.'), []);
    return;
  }
  const [from, to] = [commitOf(run, before), commitOf(run, run.index)];
  const tree = await chooseTree();
  const { files, first, last } = await editor.services.use(async (services) => {
    const commits = services.commits();
    const { signal } = new AbortController();
    return {
      files: await commits.changedFiles(tree.root, from, to, signal),
      first: (await commits.resolveCommit(tree.root, from, signal)).info.sha,
      last: (await commits.resolveCommit(tree.root, to, signal)).info.sha,
    };
  }, tree.root);
  if (files.length > mostFiles) {
    throw errors.commitsUnfit(
      `${files.length} files differ between ${first.slice(0, 10)} and ${last.slice(0, 10)}, too many to be shown. Use "git diff".`,
    );
  }
  if (files.length === 0) {
    editor.messages.inform(t('Both commits have the same files.'), []);
    return;
  }
  const title = t('Changes from {0} to {1}', first.slice(0, 10), last.slice(0, 10));
  const sides = files.map((file) => sidesOf(tree.root, { first, last }, file));
  await vscode.commands.executeCommand('vscode.changes', title, sides);
}

/** As `vscode.changes` wants a file: its name, then both sides, none for one that is not there. */
function sidesOf(
  root: string,
  { first, last }: { readonly first: string; readonly last: string },
  { path, kind }: ChangedFile,
): readonly [vscode.Uri, vscode.Uri | undefined, vscode.Uri | undefined] {
  const [before, after] = [first, last].map((sha) => commitFileUri({ root, sha }, path));
  return [
    vscode.Uri.file(`${root}/${path}`),
    kind === 'added' ? undefined : before,
    kind === 'deleted' ? undefined : after,
  ];
}
