/** The commit that a tree stands at. */
export interface CommitInfo {
  /** Full hash. */
  readonly sha: string;
  readonly subject: string;
  readonly author: string;
  readonly committedAtMs: number;
}

/** What git says of a tree; absent for a release tarball that is no checkout. */
export interface GitState {
  readonly head: CommitInfo;
  /** `undefined` when HEAD is detached. */
  readonly branch: string | undefined;
  /** The git tree id of HEAD: equal for commits with equal content. */
  readonly treeId: string;
  /** Whether tracked files differ from HEAD or untracked, unignored files exist. */
  readonly dirty: boolean;
}

/** What was read of an open tree. Texts are `undefined` where the file does not exist. */
export interface TreeSnapshot {
  /** Absolute path on the host, links resolved. */
  readonly root: string;
  readonly git: GitState | undefined;
  readonly texts: {
    readonly phpVersionHeader: string | undefined;
    readonly configureAc: string | undefined;
    readonly configureIn: string | undefined;
    readonly zendAcinclude: string | undefined;
  };
  readonly hasConfigureScript: boolean;
  readonly hasGeneratedParser: boolean;
  /** What the tree has of the files that built-in suites are made of, for instance `Zend/bench.php`. */
  readonly benchmarkScripts: readonly string[];
}

/** One file of a tree, as change detection sees it. */
export interface FileEntry {
  /** Path below the root with `/`, valid UTF-8. */
  readonly path: string;
  readonly kind: 'file' | 'symlink';
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly executable: boolean;
  /** Where a symlink points, as it is written. */
  readonly linkTarget?: string;
  /** As in {@link UnchangedFile}, if git vouches for the content. */
  readonly blob?: string | undefined;
}

/** A file that is as git's index has it, and that was not looked at beyond that. */
export interface UnchangedFile {
  readonly path: string;
  readonly kind: 'unchanged';
  /** Kind and content as git knows them: `f:`, `x:` or `l:` for file, executable or link, and the object's name. */
  readonly blob: string;
}

export type ListedFile = FileEntry | UnchangedFile;

/** A commit as people read it. */
export interface CommitText {
  readonly info: CommitInfo;
  /** Message and changes, as git shows them. */
  readonly text: string;
  /** Whether there is more than could be taken. */
  readonly cut: boolean;
}

/** A file that differs between two commits. */
export interface ChangedFile {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'deleted';
}
