import * as vscode from 'vscode';
import { commandId, prefix } from './command-names.ts';
import type { Messages } from './messages.ts';
import type { Running } from './running.ts';
import { statusText } from './status-text.ts';
import type { TreeMemory } from './tree-memory.ts';
import { findTrees, markerPath, type OpenTree } from './trees.ts';

/** The entry in the status bar: which PHP is open, how its last build ended, and what runs. */
export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #running: Running;
  readonly #memory: TreeMemory;
  readonly #disposables: vscode.Disposable[] = [];
  #trees: readonly OpenTree[] = [];

  constructor(running: Running, memory: TreeMemory, messages: Messages) {
    this.#running = running;
    this.#memory = memory;
    this.#item = vscode.window.createStatusBarItem(prefix, vscode.StatusBarAlignment.Left, 10);
    this.#item.name = 'PHP Source Bench';
    this.#item.command = commandId('showActions');
    const reread = () => {
      this.#readTrees().catch((error: unknown) => messages.failure(error));
    };
    const watcher = vscode.workspace.createFileSystemWatcher(`**/${markerPath}`);
    this.#disposables.push(
      this.#item,
      watcher,
      watcher.onDidCreate(reread),
      watcher.onDidChange(reread),
      watcher.onDidDelete(reread),
      vscode.workspace.onDidChangeWorkspaceFolders(reread),
    );
    running.onChange(() => this.refresh());
    reread();
  }

  /** Shows what is remembered and running now. */
  refresh(): void {
    const status = this.#trees.map((tree) => ({
      name: tree.name,
      version: tree.version?.text,
      running: this.#running.on(tree.root),
      lastBuild: this.#memory.lastBuild(tree.root),
    }));
    const shown = statusText(status, vscode.l10n.t);
    if (shown === undefined) {
      this.#item.hide();
      return;
    }
    this.#item.text = shown.text;
    this.#item.tooltip = shown.tooltip;
    this.#item.accessibilityInformation = { label: shown.tooltip.replaceAll('\n', ' '), role: 'button' };
    this.#item.show();
  }

  dispose(): void {
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  async #readTrees(): Promise<void> {
    this.#trees = await findTrees();
    await vscode.commands.executeCommand('setContext', `${prefix}.hasTree`, this.#trees.length > 0);
    this.refresh();
  }
}
