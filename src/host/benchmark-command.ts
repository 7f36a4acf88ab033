import * as vscode from 'vscode';
import type { BenchResult } from '../core/bench/request.ts';
import { errors } from '../core/errors.ts';
import type { ServiceSettings } from '../core/services.ts';
import { commandId } from './command-names.ts';
import { configurationOf } from './configuration.ts';
import { describeBenchmark } from './describe-result.ts';
import type { Editor } from './editor.ts';
import { runs } from './messages.ts';
import type { OperationContext } from './operations.ts';
import { orderSuites } from './suites.ts';
import { chooseTree, type OpenTree, saveEdited } from './trees.ts';

/** As the setting counts memory. */
const bytesInMb = 1_000_000;

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
  editor.resources.markStale();
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

/** The suite to measure: the only one, or the one that is chosen, the last one first; `undefined` if none is. */
async function chooseSuite(editor: Editor, tree: OpenTree): Promise<string | undefined> {
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
        { ...configuration, ...limits(settings), treeRoot: tree.root, suite },
        report,
        signal,
      ),
    tree.root,
  );
}

function limits(settings: ServiceSettings) {
  return {
    source: { kind: 'work-tree' },
    iterations: settings.benchmarkIterations,
    warmups: settings.benchmarkWarmups,
    timeLimitSeconds: settings.benchmarkTimeLimitSeconds,
    memoryLimitBytes: settings.benchmarkMemoryLimitMb * bytesInMb,
    cpuSet: undefined,
  } as const;
}
