import * as vscode from 'vscode';
import { measureRequest } from '../core/bench/request.ts';
import { suiteTitle } from '../core/bench/suite-title.ts';
import { compareDocument } from '../core/compare/document.ts';
import { type CompareResult, iterationsPerRound } from '../core/compare/request.ts';
import { verdictSentence } from '../core/compare/words.ts';
import type { SourceChoice } from '../core/model/build.ts';
import { usualLimits } from '../core/services.ts';
import { chooseCommit } from './choose-commit.ts';
import { type ChosenVariant, chooseVariant } from './choose-suite.ts';
import { configurationOf } from './configuration.ts';
import type { Editor } from './editor.ts';
import type { OperationContext } from './operations.ts';
import { datedTitle } from './report-documents.ts';
import { chooseTree, type OpenTree, saveEdited } from './trees.ts';

/** "Is my patch faster?": measures the open tree and a commit in turns, and shows the answer as a document. */
export async function compareCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  if (editor.operations.refusesWork(tree)) {
    return;
  }
  const { t } = vscode.l10n;
  const base = await chooseCommit(editor, tree, t('Choose the commit to compare the tree with'));
  const chosen = base === undefined ? undefined : await chooseVariant(editor, tree);
  if (base === undefined || chosen === undefined) {
    return;
  }
  const title = t('Comparison of {0} with {1}', tree.name, base);
  await compareAndTell(editor, tree, { title, base, candidate: { kind: 'work-tree' }, chosen });
}

/** Two builds of a tree, and what to measure on them. */
interface Comparison {
  /** For people. */
  readonly title: string;
  /** A commit-ish. */
  readonly base: string;
  readonly candidate: SourceChoice;
  readonly chosen: ChosenVariant;
}

/** Measures two builds in turns to the end, and shows the answer as a document. */
export async function compareAndTell(editor: Editor, tree: OpenTree, comparison: Comparison): Promise<void> {
  const result = await editor.operations.run(tree, comparison.title, (context) =>
    compare(editor, tree, comparison, context),
  );
  await editor.history.refreshIfOpen();
  if (result !== undefined) {
    const title = datedTitle(comparison.title, Date.now());
    await editor.reports.showMarkdown(title, compareDocument(result));
    editor.messages.inform(`${suiteTitle(result)}: ${verdictSentence(result.main)}`, [
      {
        title: vscode.l10n.t('Show as JSON'),
        run: () => editor.reports.showJson(title, result),
      },
      editor.messages.showLog(),
    ]);
  }
}

async function compare(
  editor: Editor,
  tree: OpenTree,
  { base, candidate, chosen }: Comparison,
  { report, signal }: OperationContext,
): Promise<CompareResult> {
  await saveEdited(tree);
  await editor.memory.setLastSuite(tree.root, chosen.label);
  const configuration = configurationOf(tree);
  return editor.services.use(
    (services, settings) =>
      services.compare(
        {
          ...configuration,
          ...measureRequest(chosen.suite, chosen.variant, usualLimits(settings)),
          // What a suite says of iterations is for a run, not for each round of a comparison.
          iterations: iterationsPerRound,
          rounds: settings.compareRounds,
          ...{ treeRoot: tree.root, control: undefined },
          base: { kind: 'commit', commit: base },
          candidate,
        },
        report,
        signal,
      ),
    tree.root,
  );
}
