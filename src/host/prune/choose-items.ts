import * as vscode from 'vscode';
import { objectKey } from '../../core/model/objects.ts';
import { planDocument } from '../../core/prune/documents.ts';
import { bytesOf, type PrunePlan, tickedItems, withTicks } from '../../core/prune/plan-model.ts';
import { formatBytes } from '../../core/text/format.ts';
import type { Editor } from '../editor.ts';
import { inertText } from '../foreign-text.ts';
import { type PlanEntry, planSections } from './plan-items.ts';

type Entry = vscode.QuickPickItem & Partial<Pick<PlanEntry, 'item'>>;

/** Shows a plan as a list to tick; resolves to the plan with a person's ticks, to `undefined` for none. */
export function chooseItems({ reports }: Editor, plan: PrunePlan): Promise<PrunePlan | undefined> {
  const pick = vscode.window.createQuickPick<Entry>();
  const text = { nowMs: Date.now(), locale: vscode.env.language, t: vscode.l10n.t };
  pick.items = planSections(plan, text).flatMap(({ title, entries }): Entry[] => [
    { label: title, kind: vscode.QuickPickItemKind.Separator },
    ...entries,
  ]);
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  // The plan's document can be read beside it.
  pick.ignoreFocusOut = true;
  pick.placeholder = vscode.l10n.t('Tick what is to be removed; type to search in names and reasons');
  pick.selectedItems = pick.items.filter(({ item }) => item?.remove === true);
  const document = {
    iconPath: new vscode.ThemeIcon('list-flat'),
    tooltip: vscode.l10n.t('Show the Whole Plan'),
  };
  pick.buttons = [document];
  const ticked = () => withTicks(plan, keysOf(pick.selectedItems));
  const showTotal = () => {
    pick.title = titleOf(ticked());
  };
  showTotal();
  pick.onDidChangeSelection(showTotal);
  pick.onDidTriggerButton(() => reports.showTextBehind(`${planTitle(plan)}.md`, planDocument(ticked())));
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(ticked());
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
  });
}

function keysOf(entries: readonly Entry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(({ item }) => (item === undefined ? [] : [objectKey(item)])));
}

function titleOf(plan: PrunePlan): string {
  const { t } = vscode.l10n;
  const ticked = tickedItems(plan);
  const removable = plan.items.filter((item) => item.removable).length;
  const engine = inertText(plan.engine.name);
  const place = plan.engine.local ? engine : t('{0}, another or a virtual machine', engine);
  return t(
    'Prune {0}: {1} of {2} ticked, about {3}',
    place,
    ticked.length,
    removable,
    formatBytes(bytesOf(ticked)),
  );
}

/** Of a plan's document, which shows the plan that was made last. */
export function planTitle({ engine }: PrunePlan): string {
  return vscode.l10n.t('Prune plan for {0}', inertText(engine.name));
}
