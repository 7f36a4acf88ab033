/** What a click on a run, or Enter, offers: the same as its menu. */
import * as vscode from 'vscode';
import { plainText } from '../../core/text/format.ts';
import { type CommandName, commandId } from '../command-names.ts';
import type { Editor } from '../editor.ts';
import { inertText } from '../foreign-text.ts';
import { type ChosenRun, chosenRun } from './chosen-run.ts';

interface Action extends vscode.QuickPickItem {
  readonly command: CommandName;
}

/** Asks what to do with a run, and does it. */
export async function runActionsCommand(editor: Editor, clicked: unknown): Promise<void> {
  const run = await chosenRun(editor, clicked);
  const chosen = await vscode.window.showQuickPick(actionsOf(editor, run), {
    title: titleOf(run),
    placeHolder: vscode.l10n.t('Choose what to do with this run'),
  });
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(commandId(chosen.command), run.key);
  }
}

function actionsOf(editor: Editor, { columns, index }: ChosenRun): readonly Action[] {
  const { t } = vscode.l10n;
  const action = (icon: string, label: string, command: CommandName): Action => ({
    label: `$(${icon}) ${label}`,
    command,
  });
  const hasCommit = columns.commits[index] !== '';
  const isExcluded = columns.excluded[index] !== '';
  return [
    ...(hasCommit
      ? [
          action('git-commit', t('Show Commit'), 'showRunCommit'),
          action('diff-multiple', t('Show Changes since the Run Before'), 'showRunChanges'),
        ]
      : []),
    action('info', t('Show Run Details'), 'showRun'),
    ...(hasCommit
      ? [
          action('pin', t('Select for Compare'), 'selectRun'),
          ...(editor.selection.selected === undefined
            ? []
            : [action('compare-changes', t('Compare with Selected'), 'compareRuns')]),
          action('search', t('Bisect This Change'), 'bisectRun'),
          action('dashboard', t('Measure Again'), 'measureRun'),
          action('copy', t('Copy Commit Id'), 'copyRunCommit'),
        ]
      : []),
    isExcluded
      ? action('add', t('Include Again'), 'includeRun')
      : action('circle-slash', t('Exclude…'), 'excludeRun'),
  ];
}

const maxSubjectLength = 80;

/** For instance `2025-01-04: PHP 8.4.2 531b94359e Fix something`. */
function titleOf({ columns, index }: ChosenRun): string {
  const day = new Date(columns.timesMs[index] ?? 0).toISOString().slice(0, 10);
  const version = columns.phpVersions[index] ?? '';
  const commit = columns.commits[index]?.slice(0, 10) ?? '';
  const words = [version === '' ? '' : `PHP ${version}`, commit, columns.subjects[index] ?? ''];
  return inertText(plainText(`${day}: ${words.filter((word) => word !== '').join(' ')}`, maxSubjectLength));
}
