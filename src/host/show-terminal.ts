import * as vscode from 'vscode';
import type { ContainerTerminal } from './container-terminal.ts';
import type { Editor } from './editor.ts';
import { inertText } from './foreign-text.ts';

/** Opens a terminal on a program in a container; the editor knows of it until it closes. */
export function showTerminal(
  { terminals }: Pick<Editor, 'terminals'>,
  pty: ContainerTerminal,
  { title, icon }: { readonly title: string; readonly icon: string },
): void {
  terminals.add(pty);
  pty.onDidClose(() => terminals.delete(pty));
  const name = inertText(title);
  vscode.window.createTerminal({ name, iconPath: new vscode.ThemeIcon(icon), isTransient: true, pty }).show();
}
