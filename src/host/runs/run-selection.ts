import * as vscode from 'vscode';
import type { RunContext } from '../../shared/run-context.ts';
import { prefix } from '../command-names.ts';

/** The run that another one is to be compared with, until the window is closed. */
export class RunSelection {
  #selected: RunContext | undefined;

  get selected(): RunContext | undefined {
    return this.#selected;
  }

  /** Menus offer the comparison from now on. */
  async select(run: RunContext): Promise<void> {
    this.#selected = run;
    await vscode.commands.executeCommand('setContext', `${prefix}.runSelected`, true);
  }
}
