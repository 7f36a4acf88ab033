import * as vscode from 'vscode';
import type { ExportFormat } from '../core/history-exchange/archive-port.ts';
import { type ImportReport, notUnderstoodLines } from '../core/history-exchange/import-report.ts';
import { commandId } from './command-names.ts';
import type { Editor } from './editor.ts';
import { runs } from './messages.ts';
import type { OperationContext } from './operations.ts';

/** Takes an export, or nightly results of others, into the history. */
export async function importHistoryCommand(editor: Editor): Promise<void> {
  const source = await chooseSource();
  if (source === undefined) {
    return;
  }
  const title = vscode.l10n.t('Import of {0}', source.fsPath);
  const done = await run(editor, title, async ({ report, signal }) => {
    const imported = await editor.services.use((services) =>
      services.archive().importFrom(source.fsPath, report, signal),
    );
    for (const text of notUnderstoodLines(imported.notUnderstood)) {
      report({ kind: 'line', text });
    }
    return imported;
  });
  if (done !== undefined) {
    await editor.history.refreshIfOpen();
    tellImport(editor, done);
  }
}

/** A file or a folder: systems have no dialog for both. */
async function chooseSource(): Promise<vscode.Uri | undefined> {
  const { t } = vscode.l10n;
  const file = { label: t('File'), detail: t('An export of a history in JSON Lines') };
  const folder = {
    label: t('Folder'),
    detail: t('An export of a history as CSV tables, or nights of php/real-time-benchmark-data'),
  };
  const chosen = await vscode.window.showQuickPick([file, folder], {
    placeHolder: t('Choose what to import'),
  });
  if (chosen === undefined) {
    return undefined;
  }
  const [source] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: chosen === file,
      canSelectFolders: chosen === folder,
      openLabel: t('Import'),
      title: t('Choose what to import'),
      ...(chosen === file ? { filters: { [t('JSON Lines')]: ['jsonl'], [t('All Files')]: ['*'] } } : {}),
    })) ?? [];
  return source;
}

function tellImport(editor: Editor, { runsAdded, runsKnown, notUnderstood }: ImportReport): void {
  const { t } = vscode.l10n;
  const show = runs(t('Show History'), commandId('showHistory'));
  const counts = t('Imported runs: {0}. There already: {1}.', runsAdded, runsKnown);
  if (notUnderstood.length === 0) {
    editor.messages.inform(counts, [show]);
    return;
  }
  const left = notUnderstood.reduce((sum, { count }) => sum + count, 0);
  const message = t('{0} Not understood: {1}, listed in the log.', counts, left);
  editor.messages.warn(message, [show, editor.messages.showLog()]);
}

/** Writes the whole history to a file or a folder that is chosen. */
export async function exportHistoryCommand(editor: Editor): Promise<void> {
  const format = await chooseFormat();
  const target = format === undefined ? undefined : await chooseTarget(format);
  if (format === undefined || target === undefined) {
    return;
  }
  const title = vscode.l10n.t('Export to {0}', target.fsPath);
  const done = await run(editor, title, ({ report, signal }) =>
    editor.services.use((services) => services.archive().exportTo(target.fsPath, format, report, signal)),
  );
  if (done !== undefined) {
    editor.messages.inform(vscode.l10n.t('Exported runs: {0}, to {1}.', done.runs, done.path), [
      runs(vscode.l10n.t('Show in Folder'), 'revealFileInOS', target),
    ]);
  }
}

async function chooseFormat(): Promise<ExportFormat | undefined> {
  const { t } = vscode.l10n;
  const items: readonly (vscode.QuickPickItem & { readonly format: ExportFormat })[] = [
    { label: 'JSON', detail: t('One file in JSON Lines: a line for each run'), format: 'json' },
    { label: 'CSV', detail: t('A folder with three tables: runs, points and samples'), format: 'csv' },
  ];
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: t('Choose a format') });
  return chosen?.format;
}

function chooseTarget(format: ExportFormat): Thenable<vscode.Uri | undefined> {
  const { t } = vscode.l10n;
  const day = new Date().toISOString().slice(0, 10);
  const name = `php-benchmark-history-${day}${format === 'json' ? '.jsonl' : ''}`;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return vscode.window.showSaveDialog({
    // Beside the tree, never in it.
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, '..', name) }),
    saveLabel: t('Export'),
    title: format === 'json' ? t('Choose the file to make') : t('Choose the folder to make'),
  });
}

function run<T>(
  editor: Editor,
  title: string,
  work: (context: OperationContext) => Promise<T>,
): Promise<T | undefined> {
  return editor.operations.run({ root: vscode.l10n.t('Benchmark History') }, title, work);
}
