import * as vscode from 'vscode';
import { compareDocument } from '../core/compare/document.ts';
import { type CompareResult, iterationsPerRound } from '../core/compare/request.ts';
import { verdictSentence } from '../core/compare/words.ts';
import { chooseBase } from './choose-commit.ts';
import { chooseSuite } from './choose-suite.ts';
import { configurationOf } from './configuration.ts';
import type { Editor } from './editor.ts';
import { measureLimits } from './measure-limits.ts';
import type { OperationContext } from './operations.ts';
import { showDocument, showMarkdown } from './show-document.ts';
import { chooseTree, type OpenTree, saveEdited } from './trees.ts';

/** "Is my patch faster?": measures the open tree and a commit in turns, and shows the answer as a document. */
export async function compareCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  if (editor.operations.refusesWork(tree)) {
    return;
  }
  const base = await chooseBase(editor, tree);
  const suite = base === undefined ? undefined : await chooseSuite(editor, tree);
  if (base === undefined || suite === undefined) {
    return;
  }
  const title = vscode.l10n.t('Comparison of {0} with {1}', tree.name, base);
  const result = await editor.operations.run(tree, title, (context) =>
    compare(editor, tree, { base, suite }, context),
  );
  await editor.history.refreshIfOpen();
  if (result !== undefined) {
    await showMarkdown(compareDocument(result));
    editor.messages.inform(`${result.suite}: ${verdictSentence(result.main)}`, [
      {
        title: vscode.l10n.t('Show as JSON'),
        run: () => showDocument('json', `${JSON.stringify(result, undefined, 2)}\n`),
      },
      editor.messages.showLog(),
    ]);
  }
}

async function compare(
  editor: Editor,
  tree: OpenTree,
  { base, suite }: { readonly base: string; readonly suite: string },
  { report, signal }: OperationContext,
): Promise<CompareResult> {
  await saveEdited(tree);
  await editor.memory.setLastSuite(tree.root, suite);
  const configuration = configurationOf(tree);
  return editor.services.use(
    (services, settings) =>
      services.compare(
        {
          ...configuration,
          ...measureLimits(settings),
          iterations: iterationsPerRound,
          rounds: settings.compareRounds,
          ...{ treeRoot: tree.root, suite, control: undefined },
          base: { kind: 'commit', commit: base },
          candidate: { kind: 'work-tree' },
        },
        report,
        signal,
      ),
    tree.root,
  );
}
