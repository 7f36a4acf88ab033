import * as vscode from 'vscode';
import { toBenchError } from '../../core/errors.ts';
import type { ResourceSnapshot } from '../../core/resources/snapshot.ts';
import { plainText } from '../../core/text/format.ts';
import { prefix } from '../command-names.ts';
import type { Log } from '../log.ts';
import type { ServicesPool } from '../services-pool.ts';
import type { Row } from './row.ts';
import { resourceRows } from './rows.ts';
import { treeItem } from './tree-item.ts';

const viewId = `${prefix}.resources`;
/** Context key that chooses the text of the empty view. */
const stateKey = `${prefix}.resourcesState`;

type State =
  | { readonly kind: 'unread' }
  | { readonly kind: 'rows'; readonly snapshot: ResourceSnapshot; readonly sizes: 'reading' | 'known' }
  | { readonly kind: 'rows-without-sizes'; readonly snapshot: ResourceSnapshot; readonly message: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string };

/** The tree of what the engine holds. It reads only while it is visible. */
export class ResourcesView implements vscode.TreeDataProvider<Row>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #services: ServicesPool;
  readonly #log: Log;
  readonly #view: vscode.TreeView<Row>;
  #state: State = { kind: 'unread' };
  #shown: readonly Row[] = [];
  #reading: AbortController | undefined;
  #firstRows: Promise<void> = Promise.resolve();

  constructor(services: ServicesPool, log: Log) {
    this.#services = services;
    this.#log = log;
    this.#view = vscode.window.createTreeView(viewId, {
      treeDataProvider: this,
      showCollapseAll: true,
      canSelectMany: true,
    });
    this.#view.onDidChangeVisibility(({ visible }) => this.#onVisibility(visible));
  }

  getTreeItem(row: Row): vscode.TreeItem {
    return treeItem(row);
  }

  /** The editor asks for the root only when the view is first visible; the answer waits for the first rows. */
  async getChildren(row?: Row): Promise<Row[]> {
    if (row !== undefined) {
      return [...(row.children ?? [])];
    }
    if (this.#state.kind === 'unread' && this.#reading === undefined && this.#view.visible) {
      this.#read();
    }
    await this.#firstRows;
    this.#shown = this.#rows();
    return [...this.#shown];
  }

  /** Reads anew what the engine holds; brings the view to the front if it is hidden. */
  async refresh(): Promise<void> {
    if (!this.#view.visible) {
      this.#forget();
      await vscode.commands.executeCommand(`${viewId}.focus`);
      return;
    }
    this.#read();
    await this.#firstRows;
  }

  /** Says that the engine's objects may have changed: reads them anew now if the view is visible, else later. */
  markStale(): void {
    this.#forget();
    if (this.#view.visible) {
      this.#read();
    }
  }

  /**
   * The rows that a command is about; `undefined` for all. Other extensions may call a command with anything, so that
   * only what is in the tree counts.
   * @param clicked the row that was clicked, or `selection` for what is selected, as the key of package.json says
   * @param selected all rows that are selected, if that one is among them
   */
  rowsOf(clicked: unknown, selected: unknown): readonly Row[] | undefined {
    if (clicked === undefined) {
      return undefined;
    }
    if (clicked === 'selection') {
      return this.#view.selection;
    }
    const wanted: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [clicked];
    const ids = new Set(wanted.map(idOf));
    return withChildren(this.#shown).filter(({ id }) => ids.has(id));
  }

  dispose(): void {
    this.#reading?.abort();
    this.#view.dispose();
    this.#changed.dispose();
  }

  #onVisibility(visible: boolean): void {
    if (!visible) {
      if (this.#reading !== undefined) {
        this.#forget();
      }
    } else if (this.#state.kind === 'unread' && this.#reading === undefined) {
      this.#read();
    }
  }

  #forget(): void {
    this.#reading?.abort();
    this.#reading = undefined;
    this.#state = { kind: 'unread' };
  }

  #read(): void {
    this.#reading?.abort();
    const controller = new AbortController();
    this.#reading = controller;
    this.#firstRows = new Promise((resolve) => {
      const whole = this.#readWith(controller, resolve).finally(resolve);
      vscode.window.withProgress({ location: { viewId } }, () => whole);
    });
  }

  async #readWith(controller: AbortController, onFirstRows: () => void): Promise<void> {
    const { signal } = controller;
    let rows: ResourceSnapshot | undefined;
    try {
      const snapshot = await this.#services.use((services) =>
        services.readResources((first) => {
          rows = first;
          this.#become(controller, { kind: 'rows', snapshot: first, sizes: 'reading' });
          onFirstRows();
        }, signal),
      );
      this.#become(controller, { kind: 'rows', snapshot, sizes: 'known' });
    } catch (thrown) {
      if (signal.aborted) {
        return;
      }
      const error = toBenchError(thrown);
      this.#log.failure(error);
      const { reason, message } = error;
      const state: State =
        rows === undefined
          ? { kind: 'failed', reason, message }
          : { kind: 'rows-without-sizes', snapshot: rows, message };
      this.#become(controller, state);
    } finally {
      if (this.#reading === controller) {
        this.#reading = undefined;
      }
    }
  }

  /** Takes on a state, unless a newer reading has begun meanwhile. */
  #become(controller: AbortController, state: State): void {
    if (this.#reading !== controller) {
      return;
    }
    this.#state = state;
    this.#view.description = 'snapshot' in state ? plainText(state.snapshot.engine.endpoint, 100) : '';
    vscode.commands.executeCommand('setContext', stateKey, this.#emptyText());
    this.#changed.fire(undefined);
  }

  /** Which of package.json's texts an empty view shows. */
  #emptyText(): string {
    if (this.#state.kind === 'failed') {
      return this.#state.reason;
    }
    return this.#state.kind !== 'unread' && this.#rows().length === 0 ? 'empty' : '';
  }

  #rows(): readonly Row[] {
    const state = this.#state;
    switch (state.kind) {
      case 'unread':
        return [];
      case 'failed':
        return hasWelcome(state.reason) ? [] : [failureRow(state.message)];
      case 'rows':
        return this.#snapshotRows(state.snapshot);
      case 'rows-without-sizes': {
        const message = vscode.l10n.t('Sizes could not be read: {0}', state.message);
        return [failureRow(message), ...this.#snapshotRows(state.snapshot)];
      }
    }
  }

  #snapshotRows(snapshot: ResourceSnapshot): readonly Row[] {
    return resourceRows(snapshot, { nowMs: Date.now(), locale: vscode.env.language, t: vscode.l10n.t });
  }
}

function idOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
}

function withChildren(rows: readonly Row[]): readonly Row[] {
  return rows.flatMap((row) => [row, ...withChildren(row.children ?? [])]);
}

/** Failures that package.json has a text with buttons for. */
function hasWelcome(reason: string): boolean {
  return reason === 'engine-unreachable' || reason === 'engine-permission';
}

function failureRow(message: string): Row {
  const text = plainText(message, 500);
  return {
    id: 'failure',
    label: text,
    description: '',
    facts: [[vscode.l10n.t('Failed'), text]],
    icon: 'warning',
    own: false,
    kind: 'failure',
    object: undefined,
    spoken: text,
    children: undefined,
    expanded: false,
  };
}
