import * as vscode from 'vscode';
import type { SeriesChoice } from '../../shared/panel-messages.ts';
import { maxAddedSeries } from '../../shared/panel-state.ts';

type Entry = vscode.QuickPickItem & Pick<SeriesChoice, 'id'>;

/**
 * Lets series be ticked in a list that is searched by typing; resolves to their numbers, those that were ticked
 * before first and in their order, or to `undefined` if the list was closed.
 */
export function pickSeries(
  choices: readonly SeriesChoice[],
  ticked: readonly number[],
): Promise<readonly number[] | undefined> {
  const { t } = vscode.l10n;
  const pick = vscode.window.createQuickPick<Entry>();
  pick.items = choices.map(({ id, label, runCount }) => ({
    id,
    label,
    description: t('runs: {0}', runCount),
  }));
  pick.canSelectMany = true;
  pick.placeholder = t('Tick the series to show beside the main one; type to search');
  pick.selectedItems = pick.items.filter(({ id }) => ticked.includes(id));
  const chosen = () => pick.selectedItems.map(({ id }) => id);
  const tooMany = () => chosen().length > maxAddedSeries;
  const showCount = () => {
    pick.title = tooMany()
      ? t('{0} series are ticked, at most {1} can be shown: untick some.', chosen().length, maxAddedSeries)
      : t('{0} of at most {1} series ticked', chosen().length, maxAddedSeries);
  };
  showCount();
  pick.onDidChangeSelection(showCount);
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      if (!tooMany()) {
        const ids = new Set(chosen());
        resolve([...new Set([...ticked.filter((id) => ids.has(id)), ...ids])]);
        pick.hide();
      }
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
  });
}
