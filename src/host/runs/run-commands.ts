/** What is done with a run without measuring: looked at, excluded, its commit copied. */
import * as vscode from 'vscode';
import { runDocument } from '../../core/bench/run-document.ts';
import { suiteTitle } from '../../core/bench/suite-title.ts';
import { errors } from '../../core/errors.ts';
import type { Editor } from '../editor.ts';
import { chosenRun, commitOf } from './chosen-run.ts';

/** Opens all that the history has of a run. */
export async function showRunCommand(editor: Editor, clicked: unknown): Promise<void> {
  const { key } = await chosenRun(editor, clicked);
  const details = await editor.services.use(async (services) =>
    (await services.history()).readRun(key.runId),
  );
  if (details === undefined) {
    throw errors.invalidMessage('the chart', 'its run is no longer in the history. Refresh the chart.');
  }
  const { suite, variant } = details.run;
  const title = vscode.l10n.t('Run of {0}', suiteTitle({ suite, variant: variant.name }));
  await editor.reports.showMarkdown(title, runDocument(details), key.runId);
}

const maxReasonLength = 1000;

/** Asks why, and lets a point count no more; it stays in the history, in the chart and in its table. */
export async function excludeRunCommand(editor: Editor, clicked: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const { key } = await chosenRun(editor, clicked);
  const typed = await vscode.window.showInputBox({
    title: t('Exclude This Run from the Series'),
    prompt: t('Why it does not count, for instance: a backup ran meanwhile'),
    validateInput: (text) => {
      if (text.trim() === '') {
        return t('Give a reason: it is shown beside the run.');
      }
      return text.length > maxReasonLength ? t('That is too long.') : undefined;
    },
  });
  const reason = typed?.trim() ?? '';
  if (reason !== '') {
    await editor.services.use(async (services) =>
      (await services.history()).exclude(key, { reason, atMs: Date.now() }),
    );
    await editor.history.refreshIfOpen();
  }
}

/** Lets an excluded point count again. */
export async function includeRunCommand(editor: Editor, clicked: unknown): Promise<void> {
  const { key } = await chosenRun(editor, clicked);
  await editor.services.use(async (services) => (await services.history()).include(key));
  await editor.history.refreshIfOpen();
}

/** Puts the whole identifier of a run's commit into the clipboard. */
export async function copyRunCommitCommand(editor: Editor, clicked: unknown): Promise<void> {
  const run = await chosenRun(editor, clicked);
  await vscode.env.clipboard.writeText(commitOf(run, run.index));
}

/** Keeps a run, to compare another one with it. */
export async function selectRunCommand(editor: Editor, clicked: unknown): Promise<void> {
  const { key } = await chosenRun(editor, clicked);
  await editor.selection.select(key);
}
