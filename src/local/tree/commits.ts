/** Commits and what they hold. */
import { errors } from '../../core/errors.ts';
import type { ByteStream } from '../../core/model/engine.ts';
import type { CommitInfo } from '../../core/model/tree.ts';
import { streamOutput } from '../process-stream.ts';
import { gitArguments, gitEnvironment, gitFailure, requireGit, runGit, withoutFilters } from './git.ts';

/** Texts of a tree that are read whole: build files and scripts; a generated configure script has about 2 MiB. */
export const maxTextBytes = 8 * 1024 * 1024;

const fieldCount = 5;
const commitFormat = '--format=%H%x00%T%x00%ct%x00%an%x00%s';
const objectName = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;

export interface Commit {
  readonly info: CommitInfo;
  readonly treeId: string;
}

/** Text that someone else wrote, fit for one line of a terminal or page: no control characters, limited length. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd').slice(0, 1000);
}

/** Reads the output of `git log -z` with {@link commitFormat}. */
function parseCommits(output: Uint8Array): Commit[] {
  const fields = new TextDecoder().decode(output).split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + fieldCount <= fields.length; at += fieldCount) {
    const [sha = '', treeId = '', seconds = '', author = '', subject = ''] = fields.slice(
      at,
      at + fieldCount,
    );
    const committedAtMs = Number(seconds) * 1000;
    if (!objectName.test(sha) || !objectName.test(treeId) || !Number.isSafeInteger(committedAtMs)) {
      throw errors.gitFailed('describe a commit', new Error(`unexpected log output at field ${at}`));
    }
    commits.push({
      info: { sha, subject: oneLine(subject), author: oneLine(author), committedAtMs },
      treeId,
    });
  }
  return commits;
}

/** The commits that a selection of `git log` gives, in its order. @throws `git-failed` */
export async function log(
  root: string,
  selection: readonly string[],
  signal: AbortSignal,
): Promise<Commit[]> {
  const command = ['log', '-z', commitFormat, '--encoding=UTF-8', '--no-color', ...selection, '--'];
  return parseCommits(await requireGit(root, command, 'read the log', signal));
}

function requireObjectName(sha: string): void {
  if (!objectName.test(sha)) {
    throw errors.commitMissing(oneLine(sha));
  }
}

/** The full hash of a commit-ish, or `undefined` if there is no such commit. */
async function findCommit(root: string, commitish: string, signal: AbortSignal): Promise<string | undefined> {
  // A leading dash would be an option, a leading caret an exclusion.
  if (commitish === '' || commitish.length > 1000 || /^[-^]/.test(commitish) || commitish.includes('\0')) {
    return undefined;
  }
  const result = await runGit(root, ['rev-parse', '--verify', '--quiet', `${commitish}^{commit}`], signal);
  const sha = new TextDecoder().decode(result.stdout).trim();
  if (result.exitCode === 0 && objectName.test(sha)) {
    return sha;
  }
  if (/not a git repository|dubious ownership/.test(result.stderr)) {
    throw gitFailure(root, `read the repository ${root}`, result.stderr);
  }
  return undefined;
}

/** The commit that a commit-ish names, or `undefined` if there is none. */
export async function readCommit(
  root: string,
  commitish: string,
  signal: AbortSignal,
): Promise<Commit | undefined> {
  const sha = await findCommit(root, commitish, signal);
  return sha === undefined ? undefined : (await log(root, ['--max-count=1', sha], signal))[0];
}

/**
 * Resolves a commit-ish to its commit and the id of the commit's tree.
 * @throws `commit-missing` if the repository has no such commit.
 */
export async function resolveCommit(root: string, commitish: string, signal: AbortSignal): Promise<Commit> {
  const commit = await readCommit(root, commitish, signal);
  if (commit === undefined) {
    throw errors.commitMissing(oneLine(commitish));
  }
  return commit;
}

/**
 * Commits reachable from `to` and not from `from`, newest first, at most `limit`.
 * @throws `commit-missing` if either end does not exist.
 */
export async function listCommits(
  root: string,
  from: string | undefined,
  to: string,
  limit: number,
  signal: AbortSignal,
): Promise<readonly CommitInfo[]> {
  const first = from === undefined ? undefined : await resolveCommit(root, from, signal);
  const last = await resolveCommit(root, to, signal);
  const count = Math.max(0, Math.trunc(limit));
  const without = first === undefined ? [] : [`^${first.info.sha}`];
  const selection = [`--max-count=${count}`, last.info.sha, ...without];
  return (await log(root, selection, signal)).map((commit) => commit.info);
}

/** `<name> <type> <size>` of each object that `git cat-file --batch-check` was asked for, `undefined` if missing. */
async function checkObjects(
  root: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly ({ name: string; type: string; sizeBytes: number } | undefined)[]> {
  const result = await runGit(root, ['cat-file', '--batch-check'], signal, {
    input: `${names.join('\n')}\n`,
  });
  if (result.exitCode !== 0) {
    throw gitFailure(root, `read the repository ${root}`, result.stderr);
  }
  const lines = new TextDecoder().decode(result.stdout).split('\n');
  return names.map((_, index) => {
    const match = /^([0-9a-f]+) ([a-z]+) ([0-9]+)$/.exec(lines[index] ?? '');
    return match === null
      ? undefined
      : { name: match[1] ?? '', type: match[2] ?? '', sizeBytes: Number(match[3]) };
  });
}

/** {@link readCommitBytes} as text. */
export async function readCommitFile(
  root: string,
  sha: string,
  path: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const content = await readCommitBytes(root, sha, path, signal);
  return content === undefined ? undefined : new TextDecoder().decode(content);
}

/**
 * A file of a commit, `undefined` if the commit has no such file.
 * @throws `commit-missing`; `git-failed` for a file over {@link maxTextBytes}.
 */
export async function readCommitBytes(
  root: string,
  sha: string,
  path: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  requireObjectName(sha);
  if (/[\n\0]/.test(path)) {
    return undefined;
  }
  const [commit, file] = await checkObjects(root, [`${sha}^{commit}`, `${sha}:${path}`], signal);
  if (commit === undefined) {
    throw errors.commitMissing(sha);
  }
  if (file?.type !== 'blob') {
    return undefined;
  }
  if (file.sizeBytes > maxTextBytes) {
    throw errors.gitFailed(`read ${path} of ${sha}: it is larger than ${maxTextBytes} bytes`);
  }
  return requireGit(root, ['cat-file', 'blob', file.name], `read ${path} of ${sha}`, signal);
}

/**
 * `git archive` of a commit as a tar with paths below the root. git starts when the stream is first read, and is
 * killed if the reader stops early; the stream fails with `git-failed` if git does not end well.
 * @throws `commit-missing` if there is no such commit.
 */
export async function archiveCommit(root: string, sha: string, signal: AbortSignal): Promise<ByteStream> {
  requireObjectName(sha);
  if ((await findCommit(root, sha, signal)) === undefined) {
    throw errors.commitMissing(sha);
  }
  const filters = await withoutFilters(root, signal);
  return streamOutput(
    {
      command: 'git',
      args: gitArguments(root, [...filters, 'archive', '--format=tar', sha]),
      environment: gitEnvironment(process.env),
      failure: (standardError, cause) => gitFailure(root, 'archive the commit', standardError, cause),
    },
    signal,
  );
}
