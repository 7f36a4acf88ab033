import { Buffer } from 'node:buffer';
import { createHash, type Hash } from 'node:crypto';
import { errors } from '../../core/errors.ts';
import type { FileEntry } from '../../core/model/tree.ts';
import { Slices } from '../slices.ts';
import { StableFile } from './stable-file.ts';

/** Lengths come first, so that no two listings give the same bytes. */
function hashHead(hash: Hash, entry: FileEntry, contentBytes: number): void {
  const kind = entry.kind === 'symlink' ? 'link' : entry.executable ? 'executable' : 'file';
  hash.update(`${kind} ${Buffer.byteLength(entry.path)} ${contentBytes}\n${entry.path}`);
}

async function hashContent(hash: Hash, root: string, entry: FileEntry, slices: Slices): Promise<void> {
  const file = StableFile.open(root, entry);
  if (file === undefined) {
    throw errors.treeChanging(root, [entry.path]);
  }
  let stable = false;
  try {
    for (const piece of file.pieces()) {
      hash.update(piece);
      if (slices.isOver()) {
        await slices.next();
      }
    }
  } finally {
    stable = file.close();
  }
  if (!stable) {
    throw errors.treeChanging(root, [entry.path]);
  }
}

/**
 * SHA-256 in hex over paths, kinds, executable bits and contents; neither the order of `files` nor times, owners or
 * other mode bits matter.
 * @throws `tree-changing` if a file is no longer as it was listed, `tree-unreadable`
 */
export async function hashFiles(
  root: string,
  files: readonly FileEntry[],
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256');
  const slices = new Slices(signal);
  await slices.next();
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  for (const entry of sorted) {
    if (entry.kind === 'symlink') {
      const target = entry.linkTarget ?? '';
      hashHead(hash, entry, Buffer.byteLength(target));
      hash.update(target);
    } else {
      hashHead(hash, entry, entry.sizeBytes);
      await hashContent(hash, root, entry, slices);
    }
    if (slices.isOver()) {
      await slices.next();
    }
  }
  return hash.digest('hex');
}
