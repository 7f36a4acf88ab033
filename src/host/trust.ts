import * as vscode from 'vscode';
import { type Messages, runs } from './messages.ts';

/** Whether what the workspace holds may be run; says what to do if not. */
export function mayRun(messages: Messages): boolean {
  if (!vscode.workspace.isTrusted) {
    messages.warn(
      vscode.l10n.t('Building, testing and measuring run what this folder holds. Trust the workspace first.'),
      [runs(vscode.l10n.t('Manage Trust'), 'workbench.trust.manage')],
    );
  }
  return vscode.workspace.isTrusted;
}
