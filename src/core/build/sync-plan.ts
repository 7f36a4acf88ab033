/** What must travel to bring a build volume up to date with the tree, and what the build must do about it. */
import type { FileEntry } from '../model/tree.ts';

/** A file as the volume last saw it: size, modification time and kind decide whether it changed. */
export type Manifest = ReadonlyMap<string, string>;

export interface SyncPlan {
  readonly send: readonly FileEntry[];
  /** Paths to remove from the volume. */
  readonly remove: readonly string[];
  /** The build system's own files changed: configure again. */
  readonly reconfigure: boolean;
  /** A header changed in a tree whose makefiles do not know header dependencies: clean first. */
  readonly clean: boolean;
}

/** What tells a changed file from an unchanged one. */
export function fingerprint(file: FileEntry): string {
  return file.kind === 'symlink'
    ? `l:${file.linkTarget ?? ''}`
    : `${file.executable ? 'x' : 'f'}:${file.sizeBytes}:${file.mtimeMs}`;
}

/** Files that decide what configure does. */
export function isBuildSystemFile(path: string): boolean {
  return (
    /^(configure(\.ac|\.in)?|buildconf|acinclude\.m4|aclocal\.m4)$/.test(path) ||
    /^build\//.test(path) ||
    /(^|\/)(config[^/]*\.m4|[^/]*\.m4|Makefile\.frag|Makefile\.global|php_config\.h\.in)$/.test(path)
  );
}

function isHeader(path: string): boolean {
  return /\.(h|hpp|def)$/.test(path);
}

/** Whether a path is a directory on one side and a file on the other; a tar cannot turn one into the other. */
function changesKind(known: Manifest, send: readonly FileEntry[]): boolean {
  return send.some((file) => {
    const parts = file.path.split('/');
    return parts.some((_, depth) => depth > 0 && known.has(parts.slice(0, depth).join('/')));
  });
}

/**
 * Compares the tree with what the volume holds.
 * @param files all but those that are known to be the same
 * @param same paths of those
 * @returns `undefined` if the volume cannot be brought up to date and must be started anew.
 */
export function planSync(
  known: Manifest,
  files: readonly FileEntry[],
  tracksHeaders: boolean,
  same: readonly string[] = [],
): SyncPlan | undefined {
  const present = new Set([...files.map((file) => file.path), ...same]);
  const send = files.filter((file) => known.get(file.path) !== fingerprint(file));
  const remove = [...known.keys()].filter((path) => !present.has(path));
  if (changesKind(known, send)) {
    return undefined;
  }
  const touched = [...send.map((file) => file.path), ...remove];
  return {
    send,
    remove,
    reconfigure: touched.some(isBuildSystemFile),
    clean: !tracksHeaders && touched.some(isHeader),
  };
}

/** What is said of a file that changed while it was read: nothing that any file is like, so that it is sent next time. */
const unknownFile = '?';

/** What a sync changes in what is known of the volume, by path; `undefined` for a file that goes. */
export function changesOf(
  plan: SyncPlan,
  unstable: ReadonlySet<string>,
): ReadonlyMap<string, string | undefined> {
  return new Map<string, string | undefined>([
    ...plan.remove.map((path) => [path, undefined] as const),
    ...plan.send.map(
      (file) => [file.path, unstable.has(file.path) ? unknownFile : fingerprint(file)] as const,
    ),
  ]);
}
