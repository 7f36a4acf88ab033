/** What git knows of a checkout's files: which are as they were committed or staged, and which are not. */
import { stat } from 'node:fs/promises';
import { editorFolder } from '../../core/build/build-products.ts';
import { LastUsed } from '../../core/last-used.ts';
import type { UnchangedFile } from '../../core/model/tree.ts';
import { decodeListing, isOddPath } from './file-names.ts';
import { type Checkout, requireGit } from './git.ts';

export interface CheckoutView {
  /** Tracked files that are as the index has them, by path. */
  readonly unchanged: ReadonlyMap<string, UnchangedFile>;
  /** Everything else that git would not ignore: changed, deleted, untracked, in conflict, or not looked at by git. */
  readonly others: ReadonlySet<string>;
  /** Whether the content may differ from HEAD's. */
  readonly dirty: boolean;
  /** The hash of HEAD's commit; `undefined` before the first one. */
  readonly head: string | undefined;
  /** The branch's name; `undefined` for a detached HEAD. */
  readonly branch: string | undefined;
}

const statusOptions = [
  '--porcelain=v2',
  '--branch',
  '-z',
  '--no-renames',
  '--untracked-files=all',
  '--ignore-submodules=all',
];

/** Times and sizes are compared to the last digit, whatever the repository prefers. */
const wholeStat = ['-c', 'core.checkStat=default', '-c', 'core.trustctime=true'];

/** Of an index that is not there, or not to be looked at. */
const noStamp = 'none';

/** That of a large tree takes some megabytes. */
const rememberedIndexes = 3;

/** The index of each of the last checkouts, for as long as the file is the same. */
export class IndexMemory {
  readonly #indexes = new LastUsed<{ readonly stamp: string; readonly index: Index }>(rememberedIndexes);

  of(path: string, stamp: string): Index | undefined {
    const known = this.#indexes.get(path);
    return known?.stamp === stamp ? known.index : undefined;
  }

  remember(path: string, stamp: string, index: Index): void {
    if (stamp === noStamp) {
      this.#indexes.delete(path);
    } else {
      this.#indexes.set(path, { stamp, index });
    }
  }
}

/** How often an index that changes while it is read is read again. */
const maxTries = 3;

/**
 * Asks git, which looks at the work tree with all its processors and its own memory of times. The two answers are of
 * one index: an `add` or a `reset` between them would put one content under another one's name.
 */
export async function readCheckoutView(
  root: string,
  { indexPath, filters }: Checkout,
  memory: IndexMemory,
  signal: AbortSignal,
): Promise<CheckoutView> {
  const statusCommand = [...filters, ...wholeStat, 'status', ...statusOptions];
  for (let tries = 1; ; tries += 1) {
    const before = await stampOf(indexPath);
    const known = memory.of(indexPath, before);
    const [index, status] = await Promise.all([
      // The index is read while git still compares.
      known ?? readIndex(root, signal),
      requireGit(root, statusCommand, 'compare the tree', signal),
    ]);
    const view = viewOf(index, recordsOf(status, root));
    if (before === (await stampOf(indexPath))) {
      memory.remember(indexPath, before, index);
      return view;
    }
    if (tries === maxTries) {
      // Nothing is vouched for, so everything is looked at.
      const others = new Set([...view.others, ...view.unchanged.keys()]);
      return { ...view, unchanged: new Map(), others, dirty: true };
    }
  }
}

async function readIndex(root: string, signal: AbortSignal): Promise<Index> {
  const listing = await requireGit(root, ['ls-files', '-v', '-s', '-z'], 'list the tree', signal);
  return indexOf(recordsOf(listing, root));
}

/** Git replaces its index as a whole, so that a new one has another inode, and other times where that comes again. */
async function stampOf(indexPath: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(indexPath, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return noStamp;
  }
}

/** What the index says, before anything is compared. */
interface Index {
  readonly files: ReadonlyMap<string, UnchangedFile>;
  /** In conflict, or not looked at by git. */
  readonly doubtful: readonly string[];
}

function indexOf(records: readonly string[]): Index {
  const files = new Map<string, UnchangedFile>();
  const doubtful: string[] = [];
  for (const record of records) {
    // `TAG MODE BLOB STAGE<tab>PATH`
    const tab = record.indexOf('\t');
    const path = record.slice(tab + 1);
    const known = kinds[record.slice(2, 8)];
    if (known === undefined || isOddPath(path)) {
      continue;
    }
    // "H" is an ordinary file; lower case and "S" mark those that git was told not to look at.
    if (!record.startsWith('H ') || record[tab - 1] !== '0') {
      doubtful.push(path);
    } else {
      files.set(path, { path, kind: 'unchanged', blob: `${known}:${record.slice(9, tab - 2)}` });
    }
  }
  return { files, doubtful };
}

/** Takes what the index has, without what git found to be otherwise. */
function viewOf({ files, doubtful }: Index, status: readonly string[]): CheckoutView {
  const others = new Set<string>(doubtful);
  let dirty = doubtful.length > 0;
  for (const record of status) {
    if (record.startsWith('# ') || record.startsWith(`? ${editorFolder}/`)) {
      continue;
    }
    dirty = true;
    addPath(others, pathOf(record));
  }
  const unchanged = new Map(files);
  for (const path of others) {
    unchanged.delete(path);
  }
  const head = headerOf(status, 'branch.oid');
  const branch = headerOf(status, 'branch.head');
  return {
    unchanged,
    others,
    dirty,
    head: head === '(initial)' ? undefined : head,
    branch: branch === '(detached)' ? undefined : branch,
  };
}

/** How many fields stand before the path in a record of `git status --porcelain=v2`, by its kind. */
const fieldsBefore: Readonly<Record<string, number>> = { '?': 1, '1': 8, u: 10 };

function pathOf(record: string): string {
  let from = 0;
  for (let field = fieldsBefore[record[0] ?? ''] ?? 0; field > 0; field -= 1) {
    from = record.indexOf(' ', from) + 1;
  }
  return record.slice(from);
}

function headerOf(status: readonly string[], name: string): string | undefined {
  const start = `# ${name} `;
  return status.find((record) => record.startsWith(start))?.slice(start.length);
}

/** The modes of files and links; another repository inside this one has neither. */
const kinds: Readonly<Record<string, string>> = { '100644': 'f', '100755': 'x', '120000': 'l' };

function recordsOf(listing: Uint8Array, root: string): readonly string[] {
  const text = decodeListing(listing, root).replace(/\0$/, '');
  return text === '' ? [] : text.split('\0');
}

function addPath(paths: Set<string>, path: string): void {
  if (!isOddPath(path)) {
    paths.add(path);
  }
}
