import * as vscode from 'vscode';
import type { Suite } from '../core/bench/suite.ts';
import { errors } from '../core/errors.ts';
import type { SeriesRow, Variant } from '../core/model/bench.ts';
import type { Editor } from './editor.ts';
import { type SuiteItem, suiteItems } from './suites.ts';
import { saveSuitesFile } from './suites-file.ts';
import type { OpenTree } from './trees.ts';

/** What to measure, what was measured last first; `undefined` if nothing is chosen. */
export async function chooseSuite(
  editor: Editor,
  tree: OpenTree,
  isOffered: (item: SuiteItem) => boolean = () => true,
): Promise<SuiteItem | undefined> {
  const last = editor.memory.lastSuite(tree.root);
  await saveSuitesFile(tree);
  const suites = await readSuites(editor, tree);
  if (suites.length === 0) {
    throw errors.suiteMissing('Zend/bench.php');
  }
  return vscode.window.showQuickPick(suiteItems(suites, last, vscode.l10n.t).filter(isOffered), {
    placeHolder: vscode.l10n.t('Choose what to measure'),
    matchOnDescription: true,
  });
}

/** One variant of a suite. */
export interface ChosenVariant extends Pick<SuiteItem, 'label' | 'suite'> {
  readonly variant: Variant;
}

/** What to measure, of which only one variant can be; `undefined` if nothing is chosen. */
export async function chooseVariant(editor: Editor, tree: OpenTree): Promise<ChosenVariant | undefined> {
  const item = await chooseSuite(editor, tree, ({ variants }) => variants.length === 1);
  const [variant] = item?.variants ?? [];
  return item === undefined || variant === undefined
    ? undefined
    : { label: item.label, suite: item.suite, variant };
}

/** The variant of a suite that a series of the history is of, if the tree still has both. */
export async function findVariant(
  editor: Editor,
  tree: OpenTree,
  { suite: name, variant: { name: variantName } }: Pick<SeriesRow, 'suite' | 'variant'>,
): Promise<ChosenVariant | undefined> {
  await saveSuitesFile(tree);
  const suites = suiteItems(await readSuites(editor, tree), undefined, vscode.l10n.t);
  for (const { label, suite, variants } of suites) {
    const [variant] = variants;
    if (suite.name === name && variant?.name === variantName && variants.length === 1) {
      return { label, suite, variant };
    }
  }
  return undefined;
}

const readLimitMs = 60_000;

/** The suites of a tree; rejects with `tree-unreadable` if its disk or git does not answer. */
async function readSuites(editor: Editor, tree: OpenTree): Promise<readonly Suite[]> {
  const signal = AbortSignal.timeout(readLimitMs);
  const source = { kind: 'work-tree' } as const;
  try {
    return await editor.services.use(
      (services, { benchmarkSuitesFile: suitesFile }) =>
        services.readSuites({ treeRoot: tree.root, source, suitesFile }, signal),
      tree.root,
    );
  } catch (error) {
    throw signal.aborted ? errors.treeUnreadable(tree.root, error) : error;
  }
}
