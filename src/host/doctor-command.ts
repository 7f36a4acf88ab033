import * as vscode from 'vscode';
import { checkupDocument } from '../core/doctor/document.ts';
import { type Checkup, countsText, worstOf } from '../core/doctor/model.ts';
import type { Editor } from './editor.ts';
import { actionFor } from './failure-actions.ts';
import { type Choice, choicesFor } from './messages.ts';

/** What only one check at a time works on. */
const place = 'docker-setup';

/** Checks the Docker setup, opens the report, and offers what mends the worst of it. */
export async function checkSetupCommand(editor: Editor): Promise<void> {
  const checkup = await editor.operations.run({ root: place }, reportTitle(), ({ report, signal }) =>
    editor.services.use((services) => services.checkUp(report, signal)),
  );
  if (checkup !== undefined) {
    await editor.reports.showMarkdown(reportTitle(), checkupDocument(checkup));
    tell(editor, checkup);
  }
}

function reportTitle(): string {
  return vscode.l10n.t('Check of the Docker setup');
}

function tell({ messages, reports }: Editor, checkup: Checkup): void {
  const asJson: Choice = {
    title: vscode.l10n.t('Show as JSON'),
    run: () => reports.showJson(reportTitle(), checkup),
  };
  const worst = worstOf(checkup);
  if (worst === undefined) {
    messages.inform(vscode.l10n.t('The Docker setup: {0}.', countsText(checkup)), [asJson]);
    return;
  }
  const { title, sentence, reason, command } = worst;
  const action = reason === undefined ? undefined : actionFor(reason, command);
  // The button for this very check would lead nowhere.
  const choices = action === undefined || action.kind === 'check-setup' ? [] : choicesFor(action);
  messages.warn(`${title}: ${sentence}`, [...choices, asJson]);
}
