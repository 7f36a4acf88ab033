import * as vscode from 'vscode';
import { isTestFile } from '../../core/phpt/select-tests.ts';
import { prefix } from '../command-names.ts';
import type { Editor } from '../editor.ts';
import { findTrees } from '../trees.ts';
import { runTests } from './run-tests.ts';
import { TestItems } from './test-items.ts';

/** Offers the phpt tests of the open trees in the Test Explorer. Nothing is read before it is shown or opened. */
export function registerTests(context: vscode.ExtensionContext, editor: Editor): void {
  const controller = vscode.tests.createTestController(`${prefix}.tests`, 'PHP Source Bench');
  const items = new TestItems(controller);
  const told = (work: Promise<unknown>) => {
    work.catch((error: unknown) => editor.messages.failure(error));
  };
  controller.resolveHandler = async (item) => {
    await (item === undefined ? items.trees() : items.expand(item));
  };
  controller.refreshHandler = () => items.refresh();
  const run = (request: vscode.TestRunRequest, token: vscode.CancellationToken) =>
    runTests(editor, controller, items, request, token);
  controller.createRunProfile(vscode.l10n.t('Run in a Container'), vscode.TestRunProfileKind.Run, run, true);
  // The editor watches the workspace anyway: this only listens.
  const watcher = vscode.workspace.createFileSystemWatcher('**', false, true, false);
  const noteChange = (uri: vscode.Uri) => told(items.noteChange(uri));
  const noteOpened = (document: vscode.TextDocument) => told(findOpened(items, document));
  vscode.workspace.textDocuments.forEach(noteOpened);
  context.subscriptions.push(
    controller,
    watcher,
    watcher.onDidCreate(noteChange),
    watcher.onDidDelete(noteChange),
    vscode.workspace.onDidOpenTextDocument(noteOpened),
    vscode.workspace.onDidChangeWorkspaceFolders(() => told(items.refresh())),
  );
}

/** Makes the item of a test that is opened, so that it can be run from its own first line. */
async function findOpened(items: TestItems, { uri }: vscode.TextDocument): Promise<void> {
  if (uri.scheme !== 'file' || !isTestFile(uri.path)) {
    return;
  }
  const tree = (await findTrees()).find((open) => uri.path.startsWith(`${open.uri.path}/`));
  if (tree !== undefined) {
    await items.find(tree, uri.path.slice(tree.uri.path.length + 1));
  }
}
