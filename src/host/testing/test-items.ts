import * as vscode from 'vscode';
import { isTestFile } from '../../core/phpt/select-tests.ts';
import { inertText } from '../foreign-text.ts';
import { findTrees, type OpenTree } from '../trees.ts';
import { readTests, type TestEntry } from './read-tests.ts';

/** What an item of the Test Explorer stands for. */
export interface TestPlace {
  readonly tree: OpenTree;
  readonly kind: TestEntry['kind'];
  /** Below the tree's root, with `/`; empty for the tree itself. */
  readonly path: string;
}

/** The items of the Test Explorer: one for each open tree, and below it what was expanded, opened or run. */
export class TestItems {
  readonly #controller: vscode.TestController;
  readonly #places = new WeakMap<vscode.TestItem, TestPlace>();
  /** The folders whose children are shown, with their reading. */
  readonly #read = new Map<vscode.TestItem, Promise<void>>();
  /** Folders to read once more. */
  readonly #stale = new Set<vscode.TestItem>();

  constructor(controller: vscode.TestController) {
    this.#controller = controller;
  }

  /** `undefined` for an item that is gone. */
  placeOf(item: vscode.TestItem): TestPlace | undefined {
    return this.#places.get(item);
  }

  /** The items of the open trees. */
  async trees(): Promise<readonly vscode.TestItem[]> {
    const { items } = this.#controller;
    const trees = await findTrees();
    const known = trees.map(
      (tree) => items.get(tree.uri.toString()) ?? this.#create(tree, { kind: 'folder', path: '' }, ''),
    );
    this.#replace(items, known);
    return [...items].map(([, item]) => item);
  }

  /** Reads the children of a folder, unless they are known. */
  async expand(item: vscode.TestItem): Promise<void> {
    const reading = this.#read.get(item) ?? this.#readChildren(item);
    this.#read.set(item, reading);
    await reading;
  }

  /** The item of a test, with all items around it; `undefined` if there is no such test. */
  async find(tree: OpenTree, path: string): Promise<vscode.TestItem | undefined> {
    const id = tree.uri.toString();
    let item = this.#controller.items.get(id) ?? (await this.trees()).find((root) => root.id === id);
    while (item !== undefined && this.placeOf(item)?.path !== path) {
      await this.expand(item);
      item = this.#childTowards(item, path);
    }
    return item;
  }

  /** The tests that an item stands for, as far as they are shown. */
  shownTests(item: vscode.TestItem): readonly vscode.TestItem[] {
    return this.placeOf(item)?.kind === 'test'
      ? [item]
      : [...item.children].flatMap(([, child]) => this.shownTests(child));
  }

  /** Reads everything that is shown once more. */
  async refresh(): Promise<void> {
    await this.trees();
    for (const item of this.#read.keys()) {
      this.#stale.add(item);
    }
    await this.#readStale();
  }

  /** Takes note of a file or a folder that has come or gone; nothing is read if it is nowhere shown. */
  async noteChange(uri: vscode.Uri): Promise<void> {
    const around = [...this.#read.keys()].filter((item) => item.uri !== undefined && isBelow(uri, item.uri));
    const nearest = around.reduce<vscode.TestItem | undefined>(
      (best, item) => (best === undefined || pathLength(item) > pathLength(best) ? item : best),
      undefined,
    );
    if (nearest !== undefined && (isTestFile(uri.path) || holds(nearest, uri))) {
      this.#stale.add(nearest);
      await this.#readStale();
    }
  }

  async #readStale(): Promise<void> {
    for (const item of this.#stale) {
      this.#stale.delete(item);
      const reading = this.#readChildren(item);
      this.#read.set(item, reading);
      await reading;
    }
  }

  async #readChildren(item: vscode.TestItem): Promise<void> {
    const place = this.placeOf(item);
    if (place?.kind !== 'folder') {
      return;
    }
    const entries = await readTests(place.tree.root, place.path);
    const children = entries.map(
      (entry) => item.children.get(entry.path) ?? this.#create(place.tree, entry, place.path),
    );
    this.#replace(item.children, children);
    if (children.length === 0 && item.parent !== undefined) {
      this.#stale.add(item.parent);
    }
  }

  /** @param parent the folder that it is shown in */
  #create(tree: OpenTree, { kind, path }: TestEntry, parent: string): vscode.TestItem {
    const uri = path === '' ? tree.uri : vscode.Uri.joinPath(tree.uri, ...path.split('/'));
    const item = this.#controller.createTestItem(path === '' ? tree.uri.toString() : path, '', uri);
    item.label = inertText(path === '' ? tree.name : labelOf(path, parent));
    item.sortText = `${kind} ${item.label}`;
    item.canResolveChildren = kind === 'folder';
    if (kind === 'test') {
      item.range = new vscode.Range(0, 0, 0, 0);
    }
    this.#places.set(item, { tree, kind, path });
    return item;
  }

  #replace(collection: vscode.TestItemCollection, items: readonly vscode.TestItem[]): void {
    const kept = new Set(items);
    for (const [, item] of collection) {
      if (!kept.has(item)) {
        this.#forget(item);
      }
    }
    collection.replace(items);
  }

  #forget(item: vscode.TestItem): void {
    this.#read.delete(item);
    for (const [, child] of item.children) {
      this.#forget(child);
    }
  }

  #childTowards(item: vscode.TestItem, path: string): vscode.TestItem | undefined {
    return item.children.get(path) ?? [...item.children].find(([id]) => path.startsWith(`${id}/`))?.[1];
  }
}

/** Nearly all folders of tests are called `tests`: those in which that goes without saying are named after theirs. */
function labelOf(path: string, parent: string): string {
  const below = path.slice(parent === '' ? 0 : parent.length + 1);
  return below.replace(/\/tests$/, '');
}

function pathLength(item: vscode.TestItem): number {
  return item.uri?.path.length ?? 0;
}

function isBelow(uri: vscode.Uri, folder: vscode.Uri): boolean {
  return uri.path.startsWith(`${folder.path.replace(/\/$/, '')}/`);
}

/** Whether one of an item's children is, or lies in, what a URI names. */
function holds(item: vscode.TestItem, uri: vscode.Uri): boolean {
  return [...item.children].some(
    ([, child]) => child.uri !== undefined && (child.uri.path === uri.path || isBelow(child.uri, uri)),
  );
}
