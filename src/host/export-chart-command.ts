/** Keeps what the history's chart shows as a file. */
import * as vscode from 'vscode';
import type { ChartExport, ChartFormat } from '../core/chart/chart-export.ts';
import { errors } from '../core/errors.ts';
import { parseShownView, type ShownView } from '../shared/panel-messages.ts';
import { commandId } from './command-names.ts';
import type { Editor } from './editor.ts';
import { runs } from './messages.ts';

/** @param shown what is shown, as the panel's page says it; from the palette, the page is asked for it */
export async function exportChartCommand(editor: Editor, shown: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const view = parseShownView(shown);
  if (view === undefined) {
    if (!(await editor.history.requestExport())) {
      editor.messages.inform(t('Open the history first: what it shows is exported.'), [
        runs(t('Show History'), commandId('showHistory')),
      ]);
    }
    return;
  }
  const format = await chooseFormat();
  const target = format === undefined ? undefined : await chooseTarget(format);
  if (format === undefined || target === undefined) {
    return;
  }
  const request = exportOf(view, format);
  await editor.services.use((services) => services.exportChart(request, target.fsPath));
  editor.messages.inform(t('Exported the chart to {0}.', target.fsPath), [
    runs(t('Show in Folder'), 'revealFileInOS', target),
  ]);
}

async function chooseFormat(): Promise<ChartFormat | undefined> {
  const { t } = vscode.l10n;
  const items: readonly (vscode.QuickPickItem & { readonly format: ChartFormat })[] = [
    { label: 'PNG', detail: t('The picture as it is on the screen'), format: 'png' },
    { label: 'SVG', detail: t('A picture that stays sharp and names each run'), format: 'svg' },
    { label: 'HTML', detail: t('A report to publish: chart, changes and runs in one page'), format: 'html' },
    { label: 'CSV', detail: t('The runs that are shown, for a spreadsheet'), format: 'csv' },
  ];
  const placeHolder = t('Choose a format');
  // From the palette, the chart gets the keyboard back at about the time that this opens, which would close it.
  const chosen = await vscode.window.showQuickPick(items, { placeHolder, ignoreFocusOut: true });
  return chosen?.format;
}

function chooseTarget(format: ChartFormat): Thenable<vscode.Uri | undefined> {
  const { t } = vscode.l10n;
  const day = new Date().toISOString().slice(0, 10);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `php-benchmark-chart-${day}.${format}`;
  return vscode.window.showSaveDialog({
    // Beside the tree, never in it.
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, '..', name) }),
    saveLabel: t('Export'),
    title: t('Choose the file to make'),
    filters: { [format.toUpperCase()]: [format] },
  });
}

const pngSignature = '89504e470d0a1a0a';

/** @throws `invalid-message` if the page sent something else for a picture */
function exportOf({ series, range, picture, ...view }: ShownView, format: ChartFormat): ChartExport {
  if (format !== 'png') {
    return { format, series, view, range: range === null ? undefined : [range[0] * 1000, range[1] * 1000] };
  }
  const bytes = Buffer.from(picture, 'base64');
  if (bytes.subarray(0, 8).toString('hex') !== pngSignature) {
    throw errors.invalidMessage('the chart', 'its picture is no PNG.');
  }
  return { format, picture: bytes };
}
