import * as vscode from 'vscode';
import { isBenchError } from '../core/errors.ts';
import type { BuildConfiguration } from '../core/model/build.ts';
import { commandId, prefix } from './command-names.ts';
import { configurationOf } from './configuration.ts';
import { configurationId, describeConfiguration } from './configuration-text.ts';
import type { Messages } from './messages.ts';
import type { Running } from './running.ts';
import { statusText, type TreeStatus } from './status-text.ts';
import { Ticker } from './ticker.ts';
import type { TreeMemory } from './tree-memory.ts';
import { findTrees, markerPath, type OpenTree } from './trees.ts';

const minuteMs = 60_000;

/** The entry in the status bar: which PHP is open, how its last build ended, and what runs. */
export class StatusBar implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #running: Running;
  readonly #memory: TreeMemory;
  readonly #disposables: vscode.Disposable[] = [];
  readonly #ticker = new Ticker(minuteMs, () => this.refresh());
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
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(prefix)) {
          this.refresh();
        }
      }),
    );
    running.onChange(() => this.refresh());
    reread();
  }

  /** Shows what is remembered and running now. */
  refresh(): void {
    const status = this.#trees.map((tree) => this.#statusOf(tree));
    const { t } = vscode.l10n;
    const shown = statusText(status, { nowMs: Date.now(), locale: vscode.env.language, t });
    if (shown === undefined) {
      this.#ticker.stop();
      this.#item.hide();
      return;
    }
    this.#item.text = shown.text;
    this.#item.tooltip = shown.tooltip;
    this.#item.accessibilityInformation = { label: shown.spoken, role: 'button' };
    this.#item.backgroundColor = shown.failed
      ? new vscode.ThemeColor('statusBarItem.errorBackground')
      : undefined;
    this.#item.show();
    if (shown.ages) {
      this.#ticker.start();
    } else {
      this.#ticker.stop();
    }
  }

  dispose(): void {
    this.#ticker.stop();
    for (const disposable of this.#disposables) {
      disposable.dispose();
    }
  }

  #statusOf(tree: OpenTree): TreeStatus {
    const configuration = validConfiguration(tree);
    return {
      name: tree.name,
      version: tree.version?.text,
      configuration:
        configuration === undefined ? undefined : describeConfiguration(configuration, vscode.l10n.t),
      running: this.#running.on(tree.root),
      lastBuild:
        configuration === undefined
          ? undefined
          : this.#memory.lastBuild(tree.root, configurationId(configuration)),
    };
  }

  async #readTrees(): Promise<void> {
    this.#trees = await findTrees();
    await vscode.commands.executeCommand('setContext', `${prefix}.hasTree`, this.#trees.length > 0);
    this.refresh();
  }
}

/** `undefined` while a setting is not valid, which is told when it is used. */
function validConfiguration(tree: OpenTree): BuildConfiguration | undefined {
  try {
    return configurationOf(tree);
  } catch (error) {
    if (isBenchError(error, 'invalid-setting')) {
      return undefined;
    }
    throw error;
  }
}
