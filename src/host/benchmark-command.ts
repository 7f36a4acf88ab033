import * as vscode from 'vscode';
import type { BenchResult } from '../core/bench/request.ts';
import { chooseSuite } from './choose-suite.ts';
import { commandId } from './command-names.ts';
import { configurationOf } from './configuration.ts';
import { describeBenchmark } from './describe-result.ts';
import type { Editor } from './editor.ts';
import { measureLimits } from './measure-limits.ts';
import { runs } from './messages.ts';
import type { OperationContext } from './operations.ts';
import { chooseTree, type OpenTree, saveEdited } from './trees.ts';

/** Measures a suite on the open tree, tells the number and shows it in the history. */
export async function benchmarkCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  if (editor.operations.refusesWork(tree)) {
    return;
  }
  const suite = await chooseSuite(editor, tree);
  if (suite === undefined) {
    return;
  }
  const title = vscode.l10n.t('Benchmark {0} on {1}', suite, tree.name);
  const result = await editor.operations.run(tree, title, (context) => measure(editor, tree, suite, context));
  if (result === undefined) {
    // What was measured before a failure or a cancellation is in the history too.
    await editor.history.refreshIfOpen();
    return;
  }
  editor.messages.inform(describeBenchmark(suite, result, vscode.l10n.t), [
    runs(vscode.l10n.t('Show History'), commandId('showHistory')),
    editor.messages.showLog(),
  ]);
  await editor.history.show({ suite });
}

async function measure(
  editor: Editor,
  tree: OpenTree,
  suite: string,
  { report, signal }: OperationContext,
): Promise<BenchResult> {
  await saveEdited(tree);
  await editor.memory.setLastSuite(tree.root, suite);
  const configuration = configurationOf(tree);
  return editor.services.use(
    (services, settings) =>
      services.benchmark(
        {
          ...configuration,
          ...measureLimits(settings),
          treeRoot: tree.root,
          source: { kind: 'work-tree' },
          suite,
        },
        report,
        signal,
      ),
    tree.root,
  );
}
