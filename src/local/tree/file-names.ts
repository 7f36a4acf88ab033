/** Names of files as git and the file system give them: bytes, which must be UTF-8 here. */
import { join, sep } from 'node:path';
import { errors } from '../../core/errors.ts';

/** A name as people can read it when it is not valid UTF-8: other bytes as `\xNN`. */
function escapeName(name: Uint8Array): string {
  return Array.from(name, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  ).join('');
}

const strictDecoder = new TextDecoder('utf-8', { fatal: true });

/** A name as text. Rejects one that is not valid UTF-8 with `tree-unreadable`. */
export function decodeName(name: Uint8Array, directory: string): string {
  try {
    return strictDecoder.decode(name);
  } catch {
    throw errors.unusableFileName(join(directory, escapeName(name)));
  }
}

/** The text of a NUL-separated listing; rejects like {@link decodeName}. */
export function decodeListing(listing: Uint8Array, root: string): string {
  try {
    return strictDecoder.decode(listing);
  } catch (error) {
    for (let start = 0; start < listing.length; ) {
      const end = listing.indexOf(0, start);
      const stop = end < 0 ? listing.length : end;
      decodeName(listing.subarray(start, stop), root);
      start = stop + 1;
    }
    throw errors.treeUnreadable(root, error);
  }
}

const oddPart =
  sep === '\\' ? /(?:^|[/\\])(?:\.{0,2}|\.git)(?=[/\\]|$)/i : /(?:^|\/)(?:\.{0,2}|\.git)(?=\/|$)/i;

/**
 * Whether a path of git's is no source. An index can be made by hand: a path that leaves the root or enters git's
 * own directory is none. Nor is one that ends in a slash, which is another repository inside this one.
 */
export function isOddPath(path: string): boolean {
  return oddPart.test(path);
}
