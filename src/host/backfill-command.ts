import * as vscode from 'vscode';
import type { BackfillRequest, Backfills, PlannedBackfill } from '../core/backfill/backfill.ts';
import { backfillDocument, backfillSentence } from '../core/backfill/document.ts';
import { estimateText } from '../core/backfill/estimate.ts';
import { countItems } from '../core/backfill/plan.ts';
import { backfillItem, rangeChoices, stepChoices } from './backfill-choices.ts';
import { chooseCommit } from './choose-commit.ts';
import { chooseVariant } from './choose-suite.ts';
import { commandId } from './command-names.ts';
import type { Editor } from './editor.ts';
import { measuringOf } from './measuring.ts';
import { runs } from './messages.ts';
import type { OperationContext } from './operations.ts';
import { chooseTree, type OpenTree } from './trees.ts';

/** Builds of the tree may run beside it; what measures may not. */
const besideBuilds = { configuration: 'backfill' };

/** Chooses past commits, says how long they take, and measures them in the background. */
export async function backfillCommand(editor: Editor): Promise<void> {
  const tree = await chooseTree();
  if (editor.operations.refusesWork(tree, besideBuilds.configuration)) {
    return;
  }
  const request = await askForBackfill(editor, tree);
  const planned = request === undefined ? undefined : await planBackfill(editor, tree, request);
  if (planned === undefined || !(await confirmsPlan(planned))) {
    return;
  }
  await work(editor, tree, (backfills, { report, signal }) => backfills.start(planned.plan, report, signal));
}

async function askForBackfill(editor: Editor, tree: OpenTree): Promise<BackfillRequest | undefined> {
  const { t } = vscode.l10n;
  const range = await vscode.window.showQuickPick(rangeChoices(Date.now(), t), {
    placeHolder: t('Choose how far back to measure'),
  });
  if (range === undefined) {
    return undefined;
  }
  const needsCommit = range.sinceMs === undefined;
  const from = needsCommit
    ? await chooseCommit(editor, tree, t('Choose the oldest commit to measure'))
    : undefined;
  if (needsCommit && from === undefined) {
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(stepChoices(t), {
    placeHolder: t('Choose which commits to measure'),
  });
  const variant = chosen === undefined ? undefined : await chooseVariant(editor, tree);
  if (chosen === undefined || variant === undefined) {
    return undefined;
  }
  const measuring = measuringOf(tree, variant);
  return { measuring, from, sinceMs: range.sinceMs, to: 'HEAD', step: chosen.step };
}

/** Nothing to do is told here. */
async function planBackfill(
  editor: Editor,
  tree: OpenTree,
  request: BackfillRequest,
): Promise<PlannedBackfill | undefined> {
  const { t } = vscode.l10n;
  const progress = { location: vscode.ProgressLocation.Window, title: t('Reading the commits…') };
  const signal = new AbortController().signal;
  const planned = await vscode.window.withProgress(progress, () =>
    editor.services.use((services) => services.automation().backfills.plan(request, signal), tree.root),
  );
  if (countItems(planned.plan).waiting === 0) {
    editor.messages.inform(t('Everything of that choice is measured already.'), [
      runs(t('Show History'), commandId('showHistory')),
    ]);
    return undefined;
  }
  return planned;
}

async function confirmsPlan({ plan, estimate }: PlannedBackfill): Promise<boolean> {
  const { t } = vscode.l10n;
  const start = { label: `$(play) ${t('Start')}`, detail: estimateText(estimate) };
  const known = countItems(plan).known;
  const placeHolder = t('{0} commits, {1} of them measured already', plan.items.length, known);
  return (await vscode.window.showQuickPick([start], { placeHolder })) === start;
}

/** Pauses a backfill that runs, wherever; goes on with one that was paused or lost its process; shows one that is done. */
export async function pauseBackfillCommand(editor: Editor): Promise<void> {
  const { t } = vscode.l10n;
  const tree = await chooseTree();
  const use = <T>(task: (backfills: Backfills) => Promise<T>) =>
    editor.services.use((services) => task(services.automation().backfills), tree.root);
  const listed = await use((backfills) => backfills.list());
  const items = listed.map((each) => backfillItem(each, t));
  if (items.length === 0) {
    editor.messages.inform(t('There is no backfill yet.'), [
      runs(t('Backfill History'), commandId('backfillHistory')),
    ]);
    return;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: t('Choose a backfill'),
    matchOnDescription: true,
  });
  switch (chosen?.status) {
    case undefined:
      return;
    case 'running':
    case 'pausing':
      await use((backfills) => backfills.pause(chosen.id));
      editor.messages.inform(t('The backfill stops after the commit that it measures.'), []);
      return;
    case 'paused':
      await work(editor, tree, (backfills, { report, signal }) =>
        backfills.resume(chosen.id, false, report, signal),
      );
      return;
    case 'done': {
      const { signal } = new AbortController();
      await showDetails(editor, await use((backfills) => backfills.show(chosen.id, signal)));
    }
  }
}

/** Runs a backfill in the background with its progress, and tells how it ended. */
async function work(
  editor: Editor,
  tree: OpenTree,
  task: (backfills: Backfills, context: OperationContext) => Promise<PlannedBackfill>,
): Promise<void> {
  const { t } = vscode.l10n;
  const planned = await editor.operations.run(
    tree,
    t('Backfill of {0}', tree.name),
    (context) => editor.services.use((services) => task(services.automation().backfills, context), tree.root),
    besideBuilds,
  );
  await editor.history.refreshIfOpen();
  if (planned !== undefined) {
    editor.messages.inform(`${backfillSentence(planned)}.`, [
      runs(t('Show History'), commandId('showHistory')),
      { title: t('Show Details'), run: () => showDetails(editor, planned) },
    ]);
  }
}

async function showDetails({ reports }: Editor, planned: PlannedBackfill): Promise<void> {
  const { id, range } = planned.plan;
  await reports.showMarkdown(vscode.l10n.t('Backfill of {0}', range), backfillDocument(planned), id);
}
