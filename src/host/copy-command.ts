import * as vscode from 'vscode';
import { architectureTag } from '../core/model/platform.ts';
import { runBuild } from './build-command.ts';
import { configurationOf } from './configuration.ts';
import { configurationId } from './configuration-text.ts';
import { describeCopy } from './describe-result.ts';
import type { Editor } from './editor.ts';
import { chooseTree, type OpenTree } from './trees.ts';

const describeLimitMs = 30_000;

/** Copies the tree's interpreter to a file that is chosen, and says what it needs there; builds first. */
export async function copyInterpreterCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  const target = await vscode.window.showSaveDialog({
    // Beside the tree, never in it.
    defaultUri: vscode.Uri.joinPath(tree.uri, '..', await defaultName(editor, tree)),
    saveLabel: vscode.l10n.t('Copy Here'),
    title: vscode.l10n.t('Choose where the interpreter is copied to'),
  });
  if (target === undefined) {
    return;
  }
  const built = await runBuild(editor, tree, 'incremental');
  if (built === undefined) {
    return;
  }
  const title = vscode.l10n.t('Copy of the interpreter of {0}', tree.name);
  const copied = await editor.operations.run(
    tree,
    title,
    ({ signal }) =>
      editor.services.use((services) => services.copyInterpreter(built, target.fsPath, signal), tree.root),
    { configuration: configurationId(configurationOf(tree)) },
  );
  if (copied !== undefined) {
    editor.messages.inform(describeCopy(copied, vscode.l10n.t), [
      { title: vscode.l10n.t('Copy Path'), run: () => vscode.env.clipboard.writeText(copied.path) },
    ]);
  }
}

/** For instance `php-8.2.32-amd64`. */
async function defaultName(editor: Editor, tree: OpenTree): Promise<string> {
  const signal = AbortSignal.timeout(describeLimitMs);
  const { platform } = await editor.services.use((services) => services.describeEngine(signal), tree.root);
  return `php-${tree.version?.text ?? 'src'}-${architectureTag(platform)}`;
}
