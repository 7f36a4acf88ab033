import * as vscode from 'vscode';
import { type BenchResult, measureRequest } from '../core/bench/request.ts';
import type { Suite } from '../core/bench/suite.ts';
import type { Variant } from '../core/model/bench.ts';
import type { SourceChoice } from '../core/model/build.ts';
import { usualLimits } from '../core/services.ts';
import { chooseSuite } from './choose-suite.ts';
import { commandId } from './command-names.ts';
import { configurationOf } from './configuration.ts';
import { describeBenchmark } from './describe-result.ts';
import type { Editor } from './editor.ts';
import { runs } from './messages.ts';
import type { OperationContext } from './operations.ts';
import type { SuiteItem } from './suites.ts';
import { chooseTree, type OpenTree, saveEdited } from './trees.ts';

/** Measures a suite on the open tree, tells the numbers and shows them in the history. */
export async function benchmarkCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  if (editor.operations.refusesWork(tree)) {
    return;
  }
  const chosen = await chooseSuite(editor, tree);
  if (chosen !== undefined) {
    await measureAndTell(editor, tree, chosen, { kind: 'work-tree' });
  }
}

/** Measures a suite on a source of a tree to the end, and shows the numbers in the history. */
export async function measureAndTell(
  editor: Editor,
  tree: OpenTree,
  chosen: SuiteItem,
  source: SourceChoice,
): Promise<void> {
  const title = vscode.l10n.t('Benchmark {0} on {1}', chosen.label, tree.name);
  const results = await editor.operations.run(tree, title, (context) =>
    measure(editor, tree, { chosen, source }, context),
  );
  if (results === undefined) {
    // What was measured before a failure or a cancellation is in the history too.
    await editor.history.refreshIfOpen();
    return;
  }
  for (const result of results) {
    tell(editor, result);
  }
  await editor.history.show({ suite: chosen.suite.name });
}

function tell(editor: Editor, result: BenchResult): void {
  const text = describeBenchmark(result, vscode.l10n.t);
  const choices = [runs(vscode.l10n.t('Show History'), commandId('showHistory')), editor.messages.showLog()];
  if (result.remarks.length === 0) {
    editor.messages.inform(text, choices);
  } else {
    editor.messages.warn([text, ...result.remarks].join(' '), choices);
  }
}

/** Measures each variant in turn; each is a run of its own. */
async function measure(
  editor: Editor,
  tree: OpenTree,
  { chosen, source }: { readonly chosen: SuiteItem; readonly source: SourceChoice },
  context: OperationContext,
): Promise<readonly BenchResult[]> {
  const { label, suite, variants } = chosen;
  await saveEdited(tree);
  await editor.memory.setLastSuite(tree.root, label);
  const results: BenchResult[] = [];
  for (const variant of variants) {
    results.push(await measureOne(editor, tree, { suite, variant, source }, context));
  }
  return results;
}

function measureOne(
  editor: Editor,
  tree: OpenTree,
  {
    suite,
    variant,
    source,
  }: { readonly suite: Suite; readonly variant: Variant; readonly source: SourceChoice },
  { report, signal }: OperationContext,
): Promise<BenchResult> {
  const configuration = configurationOf(tree);
  return editor.services.use((services, settings) => {
    const measured = measureRequest(suite, variant, usualLimits(settings));
    return services.benchmark({ ...configuration, ...measured, treeRoot: tree.root, source }, report, signal);
  }, tree.root);
}
