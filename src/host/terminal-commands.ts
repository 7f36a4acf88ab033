import * as vscode from 'vscode';
import type { TerminalProgram } from '../core/build/terminal.ts';
import { runBuild } from './build-command.ts';
import { ContainerTerminal } from './container-terminal.ts';
import type { Editor } from './editor.ts';
import { inertText } from './foreign-text.ts';
import { chooseTree, findTrees, type OpenTree } from './trees.ts';

/** Opens a terminal with the interpreter of the tree's newest build. */
export async function phpShellCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  open(editor, tree, { kind: 'php-shell' }, vscode.l10n.t('PHP {0}', tree.version?.text ?? tree.name));
}

/** Opens a terminal with a shell beside the tree's newest build. */
export async function containerShellCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  open(editor, tree, { kind: 'container-shell' }, vscode.l10n.t('Shell {0}', tree.name));
}

/** Runs the file in the active editor with the tree's interpreter, which is built first if anything changed. */
export async function runFileCommand(editor: Editor): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) {
    editor.messages.warn(vscode.l10n.t('Open a PHP file first: it is the active editor that is run.'), []);
    return;
  }
  const tree = (await treeOf(document)) ?? (await chooseTree());
  if ((await runBuild(editor, tree, 'incremental')) === undefined) {
    return;
  }
  const program = programOf(document, tree);
  const name = program.path.split(/[\\/]/).at(-1) ?? '';
  open(editor, tree, program, vscode.l10n.t('PHP {0}', name));
}

type ScriptProgram = Extract<TerminalProgram, { readonly path: string }>;

function open(editor: Editor, tree: OpenTree, program: TerminalProgram, name: string): void {
  const pty = new ContainerTerminal(
    (use, signal) =>
      editor.services.use((services) => services.withTerminal(tree.root, program, use, signal)),
    (error) => editor.messages.failure(error),
    program.kind === 'script' || program.kind === 'tree-script',
  );
  editor.terminals.add(pty);
  pty.onDidClose(() => editor.terminals.delete(pty));
  const terminal = vscode.window.createTerminal({
    name: inertText(name),
    iconPath: new vscode.ThemeIcon('terminal'),
    isTransient: true,
    pty,
  });
  terminal.show();
}

/** The tree that a document belongs to. */
async function treeOf(document: vscode.TextDocument): Promise<OpenTree | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const trees = await findTrees();
  return trees.find(({ uri }) => uri.toString() === folder?.uri.toString());
}

function programOf(document: vscode.TextDocument, tree: OpenTree): ScriptProgram {
  const { uri } = document;
  const below = `${tree.uri.path.replace(/\/$/, '')}/`;
  if (uri.scheme === 'file' && uri.path.startsWith(below)) {
    return { kind: 'tree-script', path: uri.path.slice(below.length) };
  }
  // A document without a file gets a place where nothing else is.
  const path = uri.scheme === 'file' ? uri.fsPath : `/tmp/${uri.path.replaceAll(/[^\w.-]/g, '_')}.php`;
  return { kind: 'script', path, text: document.getText() };
}
