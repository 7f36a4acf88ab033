import * as vscode from 'vscode';
import { errors } from '../core/errors.ts';
import type { Editor } from './editor.ts';
import { orderSuites } from './suites.ts';
import type { OpenTree } from './trees.ts';

/** The suite to measure: the only one, or the one that is chosen, the last one first; `undefined` if none is. */
export async function chooseSuite(editor: Editor, tree: OpenTree): Promise<string | undefined> {
  const last = editor.memory.lastSuite(tree.root);
  const suites = orderSuites(await readSuites(editor, tree), last);
  const [first, second] = suites;
  if (first === undefined) {
    throw errors.suiteMissing('Zend/bench.php');
  }
  if (second === undefined) {
    return first;
  }
  const items = suites.map((suite) => ({
    label: suite,
    description: suite === last ? vscode.l10n.t('measured last') : '',
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Choose what to measure'),
  });
  return chosen?.label;
}

const readLimitMs = 60_000;

/** The suites that a tree has; rejects with `tree-unreadable` if its disk or git does not answer. */
async function readSuites(editor: Editor, tree: OpenTree): Promise<readonly string[]> {
  const signal = AbortSignal.timeout(readLimitMs);
  try {
    const snapshot = await editor.services.use((services) => services.readTree(tree.root, signal), tree.root);
    return snapshot.benchmarkScripts;
  } catch (error) {
    throw signal.aborted ? errors.treeUnreadable(tree.root, error) : error;
  }
}
