import * as vscode from 'vscode';
import { configurationName } from '../core/build/configuration.ts';
import type { FoundBuild } from '../core/build/find-build.ts';
import type { Debugger, ScriptProgram } from '../core/build/terminal-program.ts';
import type { BuildConfiguration, BuildResult } from '../core/model/build.ts';
import type { ContainerPort } from '../core/ports.ts';
import type { TerminalCall } from '../core/services.ts';
import { runBuild } from './build-command.ts';
import { configurationOf } from './configuration.ts';
import { describeConfiguration } from './configuration-text.ts';
import { ContainerTerminal, usualEnding } from './container-terminal.ts';
import type { Editor } from './editor.ts';
import { showTerminal } from './show-terminal.ts';
import { chooseTree, findTrees, type OpenTree } from './trees.ts';

/** Opens a terminal with the interpreter of the tree's build. */
export async function phpShellCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  const name = vscode.l10n.t('PHP {0}', tree.version?.text ?? tree.name);
  open(editor, tree, { program: { kind: 'php-shell' } }, name);
}

/** Opens a terminal with a shell beside the tree's build. */
export async function containerShellCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  open(editor, tree, { program: { kind: 'container-shell' } }, vscode.l10n.t('Shell {0}', tree.name));
}

/**
 * Runs the file in the active editor with the tree's interpreter, which is built first if anything changed.
 * @param under a debugger to run it under; its image is made on first use
 */
export async function runFileCommand(editor: Editor, under?: Debugger): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) {
    editor.messages.warn(vscode.l10n.t('Open a PHP file first: it is the active editor that is run.'), []);
    return;
  }
  const tree = (await treeOf(document)) ?? (await chooseTree());
  const built = await runBuild(editor, tree, 'incremental');
  if (built === undefined) {
    return;
  }
  const tools = under === undefined ? undefined : await getTools(editor, tree, built);
  if (under !== undefined && tools === undefined) {
    return;
  }
  const program = programOf(document, tree, under);
  const name = program.path.split(/[\\/]/).at(-1) ?? '';
  const title = under === undefined ? vscode.l10n.t('PHP {0}', name) : `${under} ${name}`;
  open(editor, tree, { program, tools, built }, title);
}

/** The debuggers' image; `undefined` if it could not be made, which is told by then. */
async function getTools(editor: Editor, tree: OpenTree, built: BuildResult): Promise<string | undefined> {
  const title = vscode.l10n.t('Debuggers for {0}', tree.name);
  const tools = await editor.operations.run(
    tree,
    title,
    ({ report, signal }) =>
      editor.services.use((services) => services.ensureTools(built, report, signal), tree.root),
    { configuration: 'tools' },
  );
  return tools;
}

function open(
  editor: Editor,
  tree: OpenTree,
  what: Pick<TerminalCall, 'program' | 'tools' | 'built'>,
  name: string,
): void {
  const configuration = configurationOf(tree);
  const pty = new ContainerTerminal(
    (use, signal) => {
      const noted = (container: ContainerPort, build: FoundBuild) =>
        use(container, standInNote(tree, configuration, build));
      const call = { ...configuration, ...what, treeRoot: tree.root };
      return editor.services.use((services) => services.withTerminal(call, noted, signal), tree.root);
    },
    (error) => editor.messages.failure(error),
    {
      greeting: vscode.l10n.t('Starting PHP in a container…'),
      ending: 'path' in what.program ? usualEnding : undefined,
    },
  );
  showTerminal(editor, pty, { title: name, icon: 'terminal' });
}

/** Says which build it is if it is not the one of the settings. */
function standInNote(tree: OpenTree, wanted: BuildConfiguration, build: FoundBuild): string {
  if (build.isWanted || tree.version === undefined) {
    return '';
  }
  const found = configurationName(build.configuration, tree.version);
  return vscode.l10n.t(
    'The configuration of the settings ({0}) is not built here. This is the build of: {1}',
    describeConfiguration(wanted, vscode.l10n.t),
    found,
  );
}

/** The tree that a document belongs to. */
async function treeOf(document: vscode.TextDocument): Promise<OpenTree | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const trees = await findTrees();
  return trees.find(({ uri }) => uri.toString() === folder?.uri.toString());
}

function programOf(
  document: vscode.TextDocument,
  tree: OpenTree,
  under: Debugger | undefined,
): ScriptProgram {
  const { uri } = document;
  const below = `${tree.uri.path.replace(/\/$/, '')}/`;
  if (uri.scheme === 'file' && uri.path.startsWith(below)) {
    return { kind: 'tree-script', path: uri.path.slice(below.length), under };
  }
  // A document without a file gets a place where nothing else is.
  const path = uri.scheme === 'file' ? uri.fsPath : `/tmp/${uri.path.replaceAll(/[^\w.-]/g, '_')}.php`;
  return { kind: 'script', path, text: document.getText(), under };
}
