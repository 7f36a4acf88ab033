import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { BenchError, ErrorReason } from '../../core/errors.ts';
import { plainText } from '../../core/text/format.ts';
import { prefix } from '../command-names.ts';
import { type EnginePools, settingsEngine } from '../engine-pools.ts';
import type { Log } from '../log.ts';
import { detailsOf } from './details-of.ts';
import { engineRow, failureRow } from './engine-row.ts';
import { EngineWatch, leaveAlone } from './engine-watch.ts';
import type { Row } from './row.ts';
import { type Arranged, resourceRows } from './rows.ts';
import { tooltipOf, treeItem } from './tree-item.ts';
import type { ViewMemory, ViewOptions } from './view-options.ts';

const viewId = `${prefix}.resources`;
/** How long the editor may take to read rows anew, and how often it is asked meanwhile whether it has. */
const rereadMs = 1_000;
const askAgainMs = 20;
/** Context key that chooses the text of the empty view. */
const stateKey = `${prefix}.resourcesState`;
/** Context key that offers to show all rows again. */
const filteredKey = `${prefix}.resourcesFiltered`;

/** The tree of what engines hold. It follows them while it is visible, and asks them for nothing while it is not. */
export class ResourcesView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #pools: EnginePools;
  readonly #log: Log;
  readonly #memory: ViewMemory;
  readonly #view: vscode.TreeView<Row>;
  readonly #watches = new Map<string, EngineWatch>();
  #shown: readonly Row[] = [];

  constructor(pools: EnginePools, log: Log, memory: ViewMemory) {
    this.#pools = pools;
    this.#log = log;
    this.#memory = memory;
    this.#view = vscode.window.createTreeView(viewId, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.#view.onDidChangeVisibility(() => this.#follow());
    this.#follow();
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return treeItem(row);
  }

  /** The tooltip, when somebody points at a row: how a container ended and how an image was made take a call each. */
  async resolveTreeItem(
    item: vscode.TreeItem,
    row: Row,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem> {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    item.tooltip = tooltipOf(row.label, [
      ...row.facts,
      ...(await detailsOf(row, this.#pools, controller.signal)),
    ]);
    return item;
  }

  /** The editor asks for the root only when the view is first visible; the answer waits for the first rows. */
  async getChildren(row?: Row): Promise<Row[]> {
    if (row !== undefined) {
      return [...(row.children ?? [])];
    }
    const [only, second] = [...this.#current().values()];
    if (only?.state.kind === 'unread' && second === undefined && this.#view.visible) {
      this.#follow();
      await only.first;
    }
    this.#shown = this.#rows();
    return [...this.#shown];
  }

  /** Reads anew what the engines hold; brings the view to the front if it is hidden. */
  async refresh(): Promise<void> {
    for (const watch of this.#watches.values()) {
      watch.stop();
    }
    this.#follow();
    if (!this.#view.visible) {
      await vscode.commands.executeCommand(`${viewId}.focus`);
    }
  }

  /** Forgets what is known, as when the settings name another engine, and reads it anew. */
  startAnew(): void {
    for (const watch of this.#watches.values()) {
      watch.forget();
    }
    this.#follow();
    this.#changed.fire(undefined);
  }

  get options(): ViewOptions {
    return this.#memory.read();
  }

  /** Shows the rows in another way, from now on. */
  async changeOptions(changed: Partial<ViewOptions>): Promise<void> {
    await this.#memory.change(changed);
    this.#follow();
    this.#changed.fire(undefined);
  }

  /**
   * The rows that a command is about; `undefined` for all. Other extensions may call a command with anything, so that
   * only what is in the tree counts.
   * @param clicked the row that was clicked, or `selection` for what is selected, as the key of package.json says
   * @param selected all rows that are selected, if that one is among them
   */
  async rowsOf(clicked: unknown, selected: unknown): Promise<readonly Row[] | undefined> {
    if (clicked === undefined) {
      return undefined;
    }
    if (clicked === 'selection') {
      return this.#selection();
    }
    const wanted: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
    const ids = new Set(wanted.map(idOf));
    return withChildren(this.#shown).filter(({ id }) => ids.has(id));
  }

  /** What is selected. The editor knows of nothing while it reads the rows anew, so that is asked for a while. */
  async #selection(): Promise<readonly Row[]> {
    const untilMs = Date.now() + rereadMs;
    while (this.#view.selection.length === 0 && Date.now() < untilMs) {
      await setTimeout(askAgainMs);
    }
    return this.#view.selection;
  }

  dispose(): void {
    for (const watch of this.#watches.values()) {
      watch.stop();
    }
    this.#view.dispose();
    this.#changed.dispose();
  }

  /** Watches the engines that are shown while the view is visible, and no others. */
  #follow(): void {
    const current = this.#current();
    for (const [engine, watch] of this.#watches) {
      if (!this.#view.visible || !current.has(engine)) {
        watch.stop();
      }
    }
    if (!this.#view.visible) {
      return;
    }
    for (const watch of current.values()) {
      const ended = watch.start();
      if (watch.state.kind === 'unread') {
        vscode.window.withProgress({ location: { viewId } }, () => Promise.race([watch.first, ended]));
      }
    }
  }

  /** The watches of the engines that are shown, that of the settings first. */
  #current(): ReadonlyMap<string, EngineWatch> {
    const engines = new Set([settingsEngine, ...this.options.contexts]);
    return new Map([...engines].map((engine) => [engine, this.#watchOf(engine)]));
  }

  #watchOf(engine: string): EngineWatch {
    const known = this.#watches.get(engine);
    if (known !== undefined) {
      return known;
    }
    const listener = {
      onChange: () => this.#changed.fire(undefined),
      onFailure: (error: BenchError) => this.#log.failure(error),
    };
    const watch = new EngineWatch(this.#pools.of(engine), listener, leaveAlone);
    this.#watches.set(engine, watch);
    return watch;
  }

  #rows(): readonly Row[] {
    const current = this.#current();
    const [only, second] = [...current.values()];
    if (only === undefined || second !== undefined) {
      this.#tell(undefined, '');
      return [...current].map(([engine, watch]) =>
        engineRow(engine, watch.state, this.#rowsOf(engine, watch)),
      );
    }
    const arranged = this.#rowsOf(settingsEngine, only);
    this.#tell(only, this.#emptyText(only, arranged));
    return arranged.rows;
  }

  #rowsOf(engine: string, { state }: EngineWatch): Arranged {
    const { t } = vscode.l10n;
    const none = { rows: [], shown: 0, all: 0 };
    if (state.kind === 'unread') {
      return none;
    }
    if (state.kind === 'failed') {
      return hasWelcome(state.error) && this.#current().size === 1
        ? none
        : { ...none, rows: [failureRow(engine, state.error.message)] };
    }
    const context = { nowMs: Date.now(), locale: vscode.env.language, t, engine };
    const arranged = resourceRows(state.snapshot, this.options, context);
    if (state.sizes.kind !== 'failed') {
      return arranged;
    }
    const failure = t('Sizes could not be read: {0}', state.sizes.error.message);
    return { ...arranged, rows: [failureRow(engine, failure), ...arranged.rows] };
  }

  /** What stands beside the view's title and above its rows. */
  #tell(only: EngineWatch | undefined, emptyText: string): void {
    const { t } = vscode.l10n;
    const { filter } = this.options;
    const engine = only?.state.kind === 'rows' ? only.state.snapshot.engine : undefined;
    const place = engine === undefined ? '' : plainText(engine.endpoint, 100);
    this.#view.description = engine?.local === false ? t('{0}, another or a virtual machine', place) : place;
    this.#view.message = filter === '' ? '' : t('Only what fits: {0}', plainText(filter, 200));
    vscode.commands.executeCommand('setContext', stateKey, emptyText);
    vscode.commands.executeCommand('setContext', filteredKey, filter !== '');
  }

  /** Which of package.json's texts an empty view shows. */
  #emptyText({ state }: EngineWatch, { all }: Arranged): string {
    if (state.kind === 'failed') {
      return state.error.reason;
    }
    return state.kind === 'rows' && all === 0 ? 'empty' : '';
  }
}

/** Failures that package.json has a text with buttons for. */
const welcomed: readonly ErrorReason[] = ['engine-unreachable', 'engine-not-running', 'engine-permission'];

function hasWelcome({ reason }: BenchError): boolean {
  return welcomed.includes(reason);
}

function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
}

function withChildren(rows: readonly Row[]): readonly Row[] {
  return rows.flatMap((row) => [row, ...withChildren(row.children ?? [])]);
}
