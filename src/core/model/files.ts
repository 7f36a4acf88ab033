/** Files of images and containers. */

/** An entry of an archive of a file system. */
export interface ListedEntry {
  /** As the archive has it, with or without a slash before and after it; foreign text. */
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'hard-link' | 'other';
  /** Of the content; 0 for what has none of its own. */
  readonly sizeBytes: number;
  /** Where a link of either kind leads; empty for anything else. */
  readonly target: string;
  readonly modifiedAtMs: number;
}
