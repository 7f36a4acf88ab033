import * as vscode from 'vscode';
import type { Editor } from './editor.ts';
import { ShellTerminal } from './shell-terminal.ts';
import { chooseTree } from './trees.ts';

/** Opens a terminal with the interpreter of the tree's newest build. */
export async function shellCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  const pty = new ShellTerminal(
    (use, signal) => editor.services.use((services) => services.withShell(tree.root, use, signal)),
    (error) => editor.messages.failure(error),
  );
  editor.shells.add(pty);
  pty.onDidClose(() => editor.shells.delete(pty));
  const version = tree.version?.text ?? tree.name;
  const terminal = vscode.window.createTerminal({
    name: vscode.l10n.t('PHP {0}', version),
    iconPath: new vscode.ThemeIcon('terminal'),
    isTransient: true,
    pty,
  });
  terminal.show();
}
