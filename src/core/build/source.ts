/** Reads and identifies what a build is made of. */
import { errors } from '../errors.ts';
import type { SourceChoice, SourceIdentity } from '../model/build.ts';
import type { FileEntry, ListedFile, TreeSnapshot } from '../model/tree.ts';
import { type BisonRequirement, readBisonRequirement } from '../php/bison.ts';
import { type PhpVersion, parsePhpVersion } from '../php/version.ts';
import type { TreePort } from '../ports.ts';

/** The sources of a build before they are sent. */
export interface Source {
  readonly root: string;
  readonly version: PhpVersion;
  readonly requirement: BisonRequirement | undefined;
  readonly shipsParsers: boolean;
  readonly shipsConfigure: boolean;
  readonly identity: SourceIdentity;
  /** The work tree's files; `undefined` for a commit, which git packs. */
  readonly files: readonly ListedFile[] | undefined;
}

/** @throws `not-a-php-tree` if the text of main/php_version.h names no version */
export function versionOf(header: string | undefined, root: string): PhpVersion {
  const version = header === undefined ? undefined : parsePhpVersion(header);
  if (version === undefined) {
    throw errors.notAPhpTree(root);
  }
  return version;
}

/**
 * The open tree as it stands.
 * @param hashed whether the identity of a changed tree is worth reading every file for
 */
async function workTreeSource(
  tree: TreePort,
  root: string,
  hashed: boolean,
  signal: AbortSignal,
): Promise<Source> {
  const { snapshot, files } = await tree.readAndList(root, signal);
  const source: Source = {
    root: snapshot.root,
    version: versionOf(snapshot.texts.phpVersionHeader, snapshot.root),
    requirement: readBisonRequirement(snapshot.texts),
    shipsParsers: snapshot.hasGeneratedParser,
    shipsConfigure: snapshot.hasConfigureScript,
    identity: { id: unchangedId(snapshot), commit: snapshot.git?.head, dirty: snapshot.git?.dirty ?? false },
    files,
  };
  return hashed ? hashSource(tree, source, signal) : source;
}

function unchangedId(snapshot: TreeSnapshot): string | undefined {
  return snapshot.git === undefined || snapshot.git.dirty ? undefined : `git:${snapshot.git.treeId}`;
}

/** The same source with its identity, reading every file if git cannot vouch for them. */
export async function hashSource(tree: TreePort, source: Source, signal: AbortSignal): Promise<Source> {
  if (source.identity.id !== undefined || source.files === undefined) {
    return source;
  }
  const files = await lookAtAll(tree, source.root, source.files, signal);
  const hash = await tree.hashFiles(source.root, files, signal);
  return { ...source, identity: { ...source.identity, id: `files:${hash}` } };
}

/** The files with sizes and times, those too that git found unchanged. */
export async function lookAtAll(
  tree: Pick<TreePort, 'lookAt'>,
  root: string,
  files: readonly ListedFile[],
  signal: AbortSignal,
): Promise<readonly FileEntry[]> {
  const unchanged = files.filter((file) => file.kind === 'unchanged');
  const looked = files.filter((file) => file.kind !== 'unchanged');
  return unchanged.length === 0 ? looked : [...looked, ...(await tree.lookAt(root, unchanged, signal))];
}

/** One commit of the tree's repository, whatever the work tree holds. */
async function commitSource(
  tree: TreePort,
  root: string,
  commitish: string,
  signal: AbortSignal,
): Promise<Source> {
  const commit = await tree.resolveCommit(root, commitish, signal);
  const read = (path: string) => tree.readCommitFile(root, commit.info.sha, path, signal);
  const [phpVersionHeader, configureAc, configureIn, zendAcinclude, configure, parser] = await Promise.all([
    read('main/php_version.h'),
    read('configure.ac'),
    read('configure.in'),
    read('Zend/acinclude.m4'),
    read('configure'),
    read('Zend/zend_language_parser.c'),
  ]);
  return {
    root,
    version: versionOf(phpVersionHeader, `${root} at ${commit.info.sha.slice(0, 12)}`),
    requirement: readBisonRequirement({ phpVersionHeader, configureAc, configureIn, zendAcinclude }),
    shipsParsers: parser !== undefined,
    shipsConfigure: configure !== undefined,
    identity: { id: `git:${commit.treeId}`, commit: commit.info, dirty: false },
    files: undefined,
  };
}

/** The source that a request names; see {@link workTreeSource} for `hashed`. */
export function readSource(
  tree: TreePort,
  root: string,
  choice: SourceChoice,
  hashed: boolean,
  signal: AbortSignal,
): Promise<Source> {
  return choice.kind === 'commit'
    ? commitSource(tree, root, choice.commit, signal)
    : workTreeSource(tree, root, hashed, signal);
}
