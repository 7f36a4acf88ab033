import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { isBenchError } from '../../core/errors.ts';
import type { Look } from '../../core/news/change-news.ts';
import type { NewChange } from '../../core/news/news-state.ts';
import { commandId, prefix } from '../command-names.ts';
import { readSettings } from '../configuration.ts';
import { inertText } from '../foreign-text.ts';
import type { Log } from '../log.ts';
import { type Messages, runs } from '../messages.ts';
import type { HistoryPanel } from '../panel/history-panel.ts';
import type { ServicesPool } from '../services-pool.ts';
import type { Memory } from '../tree-memory.ts';
import { historyStamp } from './history-stamp.ts';
import { newsItem, newsMessage, newsStatus, worthMessage } from './news-text.ts';

export interface ChangeWatchDeps {
  readonly services: ServicesPool;
  readonly panel: HistoryPanel;
  readonly messages: Messages;
  readonly log: Log;
  /** That of all windows. */
  readonly memory: Memory;
  /** Where the history is unless the setting says otherwise. */
  readonly usualPath: string;
}

/** The editor has more urgent things to do when it starts. */
const firstLookMs = 5000;
/** A benchmark writes every second or so; what it has measured shows when it ends. */
const settleMs = 3000;
const stampKey = 'historyLookedAt';
const mostInTooltip = 10;

/**
 * Tells what nightly runs changed, and keeps an entry in the status bar until a person has looked. Whether anything was
 * written is known from the times of the history's files, which are compared when the operating system says that one
 * of them changed and when the window comes to the front; only then is the history opened. A window in the background
 * leaves it to the one in front.
 */
export class ChangeWatch implements vscode.Disposable {
  readonly #deps: ChangeWatchDeps;
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: vscode.Disposable;
  #files: vscode.Disposable | undefined;
  #timer: NodeJS.Timeout | undefined;
  #unseen: readonly NewChange[] = [];

  constructor(deps: ChangeWatchDeps) {
    this.#deps = deps;
    this.#item = vscode.window.createStatusBarItem(`${prefix}.changes`, vscode.StatusBarAlignment.Left, 9);
    this.#item.name = vscode.l10n.t('PHP Source Bench: New Changes');
    this.#item.command = commandId('showNewChanges');
    this.#subscriptions = vscode.Disposable.from(
      this.#item,
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) {
          this.#lookIn(0);
        }
      }),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${prefix}.history`)) {
          this.#files?.dispose();
          this.#files = undefined;
          this.#lookIn(0);
        }
      }),
    );
    this.#lookIn(firstLookMs);
  }

  /** Lists what is new and shows the series that is chosen; then it is no longer new. */
  async showNew(): Promise<void> {
    const { t } = vscode.l10n;
    const look = await this.#deps.services.use((services) => services.news().look());
    const items = look.unseen.map((change) => ({
      ...newsItem(change, vscode.env.language, t),
      run: () => this.#deps.panel.show({ seriesId: change.seriesId }, change),
    }));
    const unmute = {
      label: t('Tell of all series again'),
      description: t('Not told of now: {0}', look.mutedCount),
      run: () => this.#deps.services.use((services) => services.news().unmuteAll()),
    };
    const all = look.mutedCount === 0 ? items : [...items, unmute];
    if (all.length === 0) {
      this.#deps.messages.inform(t('No nightly run has changed anything since you last looked.'), [
        runs(t('Show History'), commandId('showHistory')),
      ]);
      return;
    }
    await this.#markSeen();
    const chosen = await vscode.window.showQuickPick(all, {
      placeHolder: t('Choose a change to see it in the chart'),
      matchOnDetail: true,
    });
    await chosen?.run();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#files?.dispose();
    this.#subscriptions.dispose();
  }

  /** Looks once however often it is asked for until then. */
  #lookIn(delayMs: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#look().catch((error: unknown) => this.#failed(error));
    }, delayMs);
  }

  async #look(): Promise<void> {
    this.#files ??= this.#watchFiles();
    const stamp = vscode.window.state.focused ? await historyStamp(this.#path()) : undefined;
    const isKnown = stamp === this.#deps.memory.get(stampKey) && this.#unseen.length === 0;
    if (stamp === undefined || isKnown) {
      return;
    }
    const look = await this.#deps.services.use((services) => services.news().look());
    this.#show(look);
    // With something to show, the next window has to look for itself.
    await this.#deps.memory.update(stampKey, look.unseen.length === 0 ? stamp : undefined);
  }

  #show({ fresh, unseen }: Look): void {
    this.#setUnseen(unseen);
    const [first, ...others] = worthMessage(fresh);
    if (first === undefined) {
      return;
    }
    const { t } = vscode.l10n;
    const message = newsMessage([first, ...others], t);
    const choices = [
      { title: t('Show in Chart'), run: () => this.#showInChart(first) },
      ...(others.length === 0 ? [] : [runs(t('Show All'), commandId('showNewChanges'))]),
      { title: t('Do Not Show Again for This Series'), run: () => this.#mute(first) },
    ];
    if ([first, ...others].some(({ relative }) => relative > 0)) {
      this.#deps.messages.warn(message, choices);
    } else {
      this.#deps.messages.inform(message, choices);
    }
  }

  #setUnseen(unseen: readonly NewChange[]): void {
    this.#unseen = unseen;
    if (unseen.length === 0) {
      this.#item.hide();
      return;
    }
    const { t } = vscode.l10n;
    const status = newsStatus(unseen.length, t);
    const lines = unseen
      .slice(0, mostInTooltip)
      .map((change) => newsItem(change, vscode.env.language, t))
      .map(({ label, description }) => `${label}: ${description}`);
    this.#item.text = `$(graph-line) ${status}`;
    this.#item.tooltip = [...lines, t('Click to see them.')].join('\n');
    this.#item.accessibilityInformation = {
      label: inertText(`${status}: ${lines.join(', ')}`),
      role: 'button',
    };
    this.#item.show();
  }

  async #showInChart(change: NewChange): Promise<void> {
    await this.#markSeen();
    await this.#deps.panel.show({ seriesId: change.seriesId }, change);
  }

  async #markSeen(): Promise<void> {
    await this.#deps.services.use((services) => services.news().markSeen());
    this.#setUnseen([]);
  }

  async #mute({ seriesKey }: NewChange): Promise<void> {
    const look = await this.#deps.services.use(async (services) => {
      await services.news().mute(seriesKey);
      return services.news().look();
    });
    this.#show(look);
  }

  /** The folder alone: SQLite makes and removes the files beside the history as it needs them. */
  #watchFiles(): vscode.Disposable {
    const path = this.#path();
    const pattern = new vscode.RelativePattern(vscode.Uri.file(dirname(path)), '*');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const onEvent = (uri: vscode.Uri) => {
      if (basename(uri.fsPath).startsWith(basename(path))) {
        this.#lookIn(settleMs);
      }
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(onEvent),
      watcher.onDidChange(onEvent),
      watcher.onDidDelete(onEvent),
    );
  }

  #path(): string {
    return readSettings().historyPath || this.#deps.usualPath;
  }

  /** Nobody has asked for it, so that nobody is disturbed. */
  #failed(error: unknown): void {
    if (!isBenchError(error, 'cancelled')) {
      this.#deps.log.failure(error);
    }
  }
}
