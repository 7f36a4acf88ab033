import * as vscode from 'vscode';
import { measureRequest } from '../core/bench/request.ts';
import { compareDocument, suiteTitle } from '../core/compare/document.ts';
import { type CompareResult, iterationsPerRound } from '../core/compare/request.ts';
import { verdictSentence } from '../core/compare/words.ts';
import type { Variant } from '../core/model/bench.ts';
import { usualLimits } from '../core/services.ts';
import { chooseBase } from './choose-commit.ts';
import { chooseSuite } from './choose-suite.ts';
import { configurationOf } from './configuration.ts';
import type { Editor } from './editor.ts';
import type { OperationContext } from './operations.ts';
import { showDocument, showMarkdown } from './show-document.ts';
import type { SuiteItem } from './suites.ts';
import { chooseTree, type OpenTree, saveEdited } from './trees.ts';

/** "Is my patch faster?": measures the open tree and a commit in turns, and shows the answer as a document. */
export async function compareCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  if (editor.operations.refusesWork(tree)) {
    return;
  }
  const base = await chooseBase(editor, tree);
  const item = base === undefined ? undefined : await chooseSuite(editor, tree, hasOneVariant);
  const [variant] = item?.variants ?? [];
  if (base === undefined || item === undefined || variant === undefined) {
    return;
  }
  const title = vscode.l10n.t('Comparison of {0} with {1}', tree.name, base);
  const result = await editor.operations.run(tree, title, (context) =>
    compare(editor, tree, { base, item, variant }, context),
  );
  await editor.history.refreshIfOpen();
  if (result !== undefined) {
    await showMarkdown(compareDocument(result));
    editor.messages.inform(`${suiteTitle(result)}: ${verdictSentence(result.main)}`, [
      {
        title: vscode.l10n.t('Show as JSON'),
        run: () => showDocument('json', `${JSON.stringify(result, undefined, 2)}\n`),
      },
      editor.messages.showLog(),
    ]);
  }
}

function hasOneVariant({ variants }: SuiteItem): boolean {
  return variants.length === 1;
}

async function compare(
  editor: Editor,
  tree: OpenTree,
  { base, item, variant }: { readonly base: string; readonly item: SuiteItem; readonly variant: Variant },
  { report, signal }: OperationContext,
): Promise<CompareResult> {
  await saveEdited(tree);
  await editor.memory.setLastSuite(tree.root, item.label);
  const configuration = configurationOf(tree);
  return editor.services.use(
    (services, settings) =>
      services.compare(
        {
          ...configuration,
          ...measureRequest(item.suite, variant, usualLimits(settings)),
          // What a suite says of iterations is for a run, not for each round of a comparison.
          iterations: iterationsPerRound,
          rounds: settings.compareRounds,
          ...{ treeRoot: tree.root, control: undefined },
          base: { kind: 'commit', commit: base },
          candidate: { kind: 'work-tree' },
        },
        report,
        signal,
      ),
    tree.root,
  );
}
