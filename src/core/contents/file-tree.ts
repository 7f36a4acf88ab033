/** The files of an image or container as a tree that can be walked, links included, without asking the engine again. */
import type { ListedEntry } from '../model/files.ts';

interface Folder {
  readonly kind: 'folder';
  readonly children: Map<string, Node>;
}

type Node =
  | Folder
  | { readonly kind: 'file'; readonly sizeBytes: number }
  | { readonly kind: 'symlink'; readonly target: string }
  | { readonly kind: 'other' };

/** A line of a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: Node['kind'];
  /** Of a file. */
  readonly sizeBytes: number | undefined;
  /** Of a symbolic link. */
  readonly target: string | undefined;
}

/** Where a path leads when every link on the way is followed. */
export type Resolved =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly sizeBytes: number }
  | { readonly kind: 'nothing' | 'endless' | 'other' };

/** As many links as Linux follows. */
const maxLinks = 40;

/** The parts of an archive's path; `undefined` for the root, and for one that leads out or that no file can have. */
function partsOf(path: string): readonly string[] | undefined {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.length === 0 || parts.includes('..') || path.includes('\0') ? undefined : parts;
}

export class FileTree {
  readonly #root: Folder = { kind: 'folder', children: new Map() };
  #count = 0;

  /** How many entries were added. */
  get count(): number {
    return this.#count;
  }

  /** Adds an entry; a later one of the same path takes its place. One that cannot be in a file system is left out. */
  add(entry: ListedEntry): void {
    const parts = partsOf(entry.path);
    const name = parts?.at(-1);
    const folder = parts && this.#folderOf(parts.slice(0, -1));
    if (name === undefined || folder === undefined) {
      return;
    }
    const before = folder.children.get(name);
    if (before?.kind === 'folder' && entry.type === 'directory') {
      return;
    }
    folder.children.set(name, this.#nodeOf(entry));
    this.#count += 1;
  }

  /** The entries of a folder by its resolved path, folders first, by name; none if it is no folder. */
  list(path: string): readonly FolderEntry[] {
    const node = this.#at(partsOf(path) ?? []);
    if (node?.kind !== 'folder') {
      return [];
    }
    return [...node.children].map(([name, child]) => lineOf(name, child)).sort(byKindAndName);
  }

  /** Follows a path from the root as Linux does, which cannot leave the tree. */
  resolve(path: string): Resolved {
    const trail: { readonly name: string; readonly node: Node }[] = [];
    const pending = path.split('/').reverse();
    let links = 0;
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (name === '' || name === '.') {
        continue;
      }
      if (name === '..') {
        trail.pop();
        continue;
      }
      const here = trail.at(-1)?.node ?? this.#root;
      const node = here.kind === 'folder' ? here.children.get(name) : undefined;
      if (node === undefined) {
        return { kind: 'nothing' };
      }
      if (node.kind !== 'symlink') {
        trail.push({ name, node });
        continue;
      }
      links += 1;
      if (links > maxLinks) {
        return { kind: 'endless' };
      }
      trail.length = node.target.startsWith('/') ? 0 : trail.length;
      pending.push(...node.target.split('/').reverse());
    }
    const reached = trail.at(-1)?.node ?? this.#root;
    return resolvedAs(reached, `/${trail.map(({ name }) => name).join('/')}`);
  }

  /** A folder that the archive's entries lie in; made where the archive has none. */
  #folderOf(parts: readonly string[]): Folder | undefined {
    let folder = this.#root;
    for (const part of parts) {
      const next = folder.children.get(part) ?? { kind: 'folder', children: new Map() };
      if (next.kind !== 'folder') {
        return undefined;
      }
      folder.children.set(part, next);
      folder = next;
    }
    return folder;
  }

  #nodeOf({ type, sizeBytes, target }: ListedEntry): Node {
    switch (type) {
      case 'file':
        return { kind: 'file', sizeBytes };
      case 'directory':
        return { kind: 'folder', children: new Map() };
      case 'symlink':
        return { kind: 'symlink', target };
      case 'hard-link': {
        // The same file by another name, which an archive has before; a folder can have no second one.
        const linked = this.#at(partsOf(target) ?? []);
        return linked === undefined || linked.kind === 'folder' ? { kind: 'other' } : linked;
      }
      case 'other':
        return { kind: 'other' };
    }
  }

  /** What a path without links names. */
  #at(parts: readonly string[]): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const part of parts) {
      node = node?.kind === 'folder' ? node.children.get(part) : undefined;
    }
    return node;
  }
}

function lineOf(name: string, node: Node): FolderEntry {
  return {
    name,
    kind: node.kind,
    sizeBytes: node.kind === 'file' ? node.sizeBytes : undefined,
    target: node.kind === 'symlink' ? node.target : undefined,
  };
}

function byKindAndName(one: FolderEntry, other: FolderEntry): number {
  const rank = ({ kind }: FolderEntry) => (kind === 'folder' ? 0 : 1);
  return rank(one) - rank(other) || (one.name < other.name ? -1 : 1);
}

function resolvedAs(node: Node, path: string): Resolved {
  switch (node.kind) {
    case 'folder':
      return { kind: 'folder', path };
    case 'file':
      return { kind: 'file', path, sizeBytes: node.sizeBytes };
    case 'symlink':
    case 'other':
      return { kind: 'other' };
  }
}
