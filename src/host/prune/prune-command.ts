import * as vscode from 'vscode';
import { planDocument, receiptDocument } from '../../core/prune/documents.ts';
import type { PlanRequest } from '../../core/prune/plan.ts';
import { type PrunePlan, tickedItems } from '../../core/prune/plan-model.ts';
import type { PruneReceipt } from '../../core/prune/receipt.ts';
import { withUsualRule } from '../../core/prune/rule.ts';
import { receiptSentence } from '../../core/prune/words.ts';
import { readSettings } from '../configuration.ts';
import type { Editor } from '../editor.ts';
import { settingsEngine } from '../engine-pools.ts';
import { inertText } from '../foreign-text.ts';
import { datedTitle } from '../report-documents.ts';
import type { Row } from '../resources/row.ts';
import type { ServicesPool } from '../services-pool.ts';
import { chooseItems, planTitle } from './choose-items.ts';
import { confirmationOf } from './confirmation.ts';
import { ruleText } from './rule-text.ts';
import { requestFor } from './target.ts';

/**
 * Plans a prune, lets a person tick what goes, asks, removes that, and shows the receipt.
 * @param rows what it is about; `undefined` for all that the engine holds
 */
export async function pruneCommand(editor: Editor, rows: readonly Row[] | undefined): Promise<void> {
  if (rows?.length === 0) {
    editor.messages.inform(vscode.l10n.t('Select what to prune in the Docker resources first.'), []);
    return;
  }
  if (new Set(rows?.map(({ engine }) => engine)).size > 1) {
    editor.messages.warn(vscode.l10n.t('Select rows of one engine: each is pruned by itself.'), []);
    return;
  }
  const request = rows === undefined ? await chooseRule() : requestFor(rows);
  const services = editor.pools.of(rows?.[0]?.engine ?? settingsEngine);
  const plan = request && (await makePlan(editor, services, request));
  if (plan === undefined) {
    return;
  }
  if (!plan.items.some(({ removable }) => removable)) {
    editor.messages.inform(vscode.l10n.t('Nothing of this can be removed.'), [
      {
        title: vscode.l10n.t('Show Why'),
        run: () => editor.reports.showMarkdown(planTitle(plan), planDocument(plan)),
      },
    ]);
    return;
  }
  const approved = await chooseItems(editor, plan);
  if (approved === undefined || tickedItems(approved).length === 0) {
    return;
  }
  const consent = await askFor(approved);
  if (consent !== undefined) {
    await apply(editor, services, approved, consent.logs);
  }
}

/** The one rule that there is, or a saved one that a person chooses; `undefined` if none is chosen. */
async function chooseRule(): Promise<PlanRequest | undefined> {
  const rules = Object.entries(withUsualRule(readSettings().pruneRules));
  const items = rules.map(([ruleName, rule]) => ({
    label: ruleName,
    detail: ruleText(rule, vscode.l10n.t),
    request: { ruleName, rule, only: undefined },
  }));
  const [only, second] = items;
  if (second === undefined) {
    return only?.request;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Choose the rule that ticks; you can change every tick after that'),
    matchOnDetail: true,
  });
  return chosen?.request;
}

function makePlan(editor: Editor, pool: ServicesPool, request: PlanRequest): Thenable<PrunePlan | undefined> {
  const title = vscode.l10n.t('Looking at what can be removed');
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      const plan = pool.use((services) => services.planPrune(request, controller.signal));
      return plan.catch((error: unknown) => {
        editor.messages.failure(error);
        return undefined;
      });
    },
  );
}

/** Asks once more, and where logs are kept; `undefined` if nothing is to be removed. */
async function askFor(plan: PrunePlan): Promise<{ readonly logs: string | undefined } | undefined> {
  const { t } = vscode.l10n;
  const { message, detail, hasLogs } = confirmationOf(plan, t);
  const remove = t('Remove');
  const keepLogs = t('Remove and Keep Logs…');
  const choices = hasLogs ? [remove, keepLogs] : [remove];
  const choice = await vscode.window.showWarningMessage(message, { modal: true, detail }, ...choices);
  if (choice === remove) {
    return { logs: undefined };
  }
  if (choice !== keepLogs) {
    return undefined;
  }
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: t('Keep Logs Here'),
      title: t('Choose where the logs of removed containers are kept'),
    })) ?? [];
  return folder && { logs: folder.fsPath };
}

async function apply(
  editor: Editor,
  pool: ServicesPool,
  plan: PrunePlan,
  logs: string | undefined,
): Promise<void> {
  const title = vscode.l10n.t('Prune of {0}', plan.engine.name);
  const receipt = await editor.operations.run({ root: plan.engine.endpoint }, title, ({ report, signal }) =>
    pool.use((services) => services.applyPrune(plan, { logs }, report, signal)),
  );
  if (receipt !== undefined) {
    await showReceipt(editor, receipt);
  }
}

async function showReceipt(editor: Editor, receipt: PruneReceipt): Promise<void> {
  const { engine, startedAtMs } = receipt;
  const document = datedTitle(vscode.l10n.t('Prune of {0}', inertText(engine.name)), startedAtMs);
  await editor.reports.showMarkdown(document, receiptDocument(receipt));
  const choices = [
    {
      title: vscode.l10n.t('Show as JSON'),
      run: () => editor.reports.showJson(document, receipt),
    },
    editor.messages.showLog(),
  ];
  const { failure } = receipt;
  if (failure === undefined) {
    editor.messages.inform(receiptSentence(receipt), choices);
  } else {
    editor.messages.warn(`${receiptSentence(receipt)} ${failure.message}`, choices);
  }
}
