import * as vscode from 'vscode';
import type { Editor } from '../editor.ts';
import { settingsEngine } from '../engine-pools.ts';
import { inertText } from '../foreign-text.ts';
import type { Grouping, Order } from './view-options.ts';

/** Asks by what the rows are grouped. */
export async function groupCommand({ resources }: Editor): Promise<void> {
  const { t } = vscode.l10n;
  const items: readonly (vscode.QuickPickItem & { readonly grouping: Grouping })[] = [
    { label: t('Kind of object'), grouping: 'kind' },
    { label: t('Who made it'), grouping: 'maker' },
  ];
  const chosen = await vscode.window.showQuickPick(
    items.map((item) => marked(item, item.grouping === resources.options.grouping)),
    { placeHolder: t('Choose how the rows are grouped') },
  );
  if (chosen !== undefined) {
    await resources.changeOptions({ grouping: chosen.grouping });
  }
}

/** Asks by what the rows are sorted. */
export async function sortCommand({ resources }: Editor): Promise<void> {
  const { t } = vscode.l10n;
  const items: readonly (vscode.QuickPickItem & { readonly order: Order })[] = [
    { label: t('Name'), order: 'name' },
    { label: t('Size'), description: t('the largest first'), order: 'size' },
    { label: t('Age'), description: t('the newest first'), order: 'age' },
  ];
  const chosen = await vscode.window.showQuickPick(
    items.map((item) => marked(item, item.order === resources.options.order)),
    { placeHolder: t('Choose how the rows are sorted') },
  );
  if (chosen !== undefined) {
    await resources.changeOptions({ order: chosen.order });
  }
}

/** Asks for the words that a row must have. */
export async function filterCommand({ resources }: Editor): Promise<void> {
  const { t } = vscode.l10n;
  const filter = await vscode.window.showInputBox({
    value: resources.options.filter,
    prompt: t(
      'Words of the name, tag, label or user; also is:dangling, is:dead, is:unused, is:used, by:me, by:compose, by:devcontainer, by:other',
    ),
    validateInput: (text) => (text.length > 1000 ? t('That is too long.') : undefined),
  });
  if (filter !== undefined) {
    await resources.changeOptions({ filter: filter.trim() });
  }
}

/** Asks which Docker contexts are shown beside the engine of the settings. */
export async function contextsCommand({ resources, pools }: Editor): Promise<void> {
  const contexts = await pools.of(settingsEngine).use((services) => services.listContexts());
  const chosen = await vscode.window.showQuickPick(
    contexts.map(({ name, address }) => ({
      label: inertText(name),
      description: inertText(address),
      picked: resources.options.contexts.includes(name),
      name,
    })),
    {
      canPickMany: true,
      placeHolder: vscode.l10n.t('Choose the Docker contexts to show beside the engine of the settings'),
    },
  );
  if (chosen !== undefined) {
    await resources.changeOptions({ contexts: chosen.map(({ name }) => name) });
  }
}

function marked<T extends vscode.QuickPickItem>(item: T, isCurrent: boolean): T {
  const { t } = vscode.l10n;
  const parts = [item.description, isCurrent ? t('current') : undefined].filter((part) => part !== undefined);
  return { ...item, description: parts.join(', ') };
}
