import * as vscode from 'vscode';
import { isBenchError, toBenchError } from '../core/errors.ts';
import { commandId, prefix } from './command-names.ts';
import { actionFor, type FailureAction } from './failure-actions.ts';
import { inertText } from './foreign-text.ts';
import type { Log } from './log.ts';
import { openSettings } from './open-settings.ts';
import { settingId } from './settings.ts';
import { typeCommand } from './type-command.ts';

/** A button of a message and what it does. */
export interface Choice {
  readonly title: string;
  readonly run: () => unknown;
}

const cancelledShownMs = 5000;

/** The messages in the corner. None of these waits for the answer. */
export class Messages {
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  inform(message: string, choices: readonly Choice[]): void {
    this.#offer(vscode.window.showInformationMessage(inertText(message), ...choices));
  }

  warn(message: string, choices: readonly Choice[]): void {
    this.#offer(vscode.window.showWarningMessage(inertText(message), ...choices));
  }

  /** Logs an error and shows its sentence, the way to the log and one fitting action; a cancellation only passes by. */
  failure(thrown: unknown): void {
    const error = toBenchError(thrown);
    if (isBenchError(error, 'cancelled')) {
      vscode.window.setStatusBarMessage(vscode.l10n.t('PHP Source Bench: cancelled'), cancelledShownMs);
      return;
    }
    this.#log.failure(error);
    const choices = [this.showLog(), ...choicesFor(actionFor(error.reason, error.command))];
    this.#offer(vscode.window.showErrorMessage(inertText(error.message), ...choices));
  }

  /** The button that shows the log. */
  showLog(): Choice {
    return { title: vscode.l10n.t('Show Log'), run: () => this.#log.show() };
  }

  /** Runs what was chosen; a choice that fails is told like any failure. */
  #offer(answer: Thenable<Choice | undefined>): void {
    answer
      .then((choice) => choice?.run())
      .then(undefined, (error: unknown) => {
        this.failure(error);
      });
  }
}

/** The button for an action; none where there is nothing to do. */
export function choicesFor(action: FailureAction): Choice[] {
  switch (action.kind) {
    case 'none':
      return [];
    case 'open-folder':
      return [runs(vscode.l10n.t('Open Folder'), 'vscode.openFolder')];
    case 'build':
      return [runs(vscode.l10n.t('Build'), commandId('build'))];
    case 'show-problems':
      return [runs(vscode.l10n.t('Show Problems'), 'workbench.actions.view.problems')];
    case 'open-suites':
      return [runs(vscode.l10n.t('Open Suites File'), commandId('openSuites'))];
    case 'prune':
      return [runs(vscode.l10n.t('Prune...'), commandId('pruneResources'))];
    case 'check-setup':
      return [runs(vscode.l10n.t('Check Docker Setup'), commandId('checkSetup'))];
    case 'type-command':
      return [{ title: vscode.l10n.t('Open Terminal with Command'), run: () => typeCommand(action.command) }];
    case 'open-page': {
      const address = vscode.Uri.parse(action.address);
      return [{ title: vscode.l10n.t('Read How'), run: () => vscode.env.openExternal(address) }];
    }
    case 'open-setting': {
      const query = action.setting === undefined ? prefix : settingId(action.setting);
      return [{ title: vscode.l10n.t('Open Settings'), run: () => openSettings(query) }];
    }
  }
}

/** A button that runs a command of the editor. */
export function runs(title: string, command: string, ...values: readonly unknown[]): Choice {
  return { title, run: () => vscode.commands.executeCommand(command, ...values) };
}
