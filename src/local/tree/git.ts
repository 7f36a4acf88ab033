/** Runs git so that nothing in a repository's own configuration can start a program or change a file. */
import { lstat } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { errors } from '../../core/errors.ts';

export interface GitResult {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: string;
}

/** Room for the listing of a tree many times as large as PHP's. */
const maxGitOutputBytes = 256 * 1024 * 1024;

/** Variables by which a calling git (a hook, for instance) would point us at another repository. */
const foreignVariables = new Set([
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_COMMON_DIR',
  'GIT_CONFIG',
  'GIT_CONFIG_PARAMETERS',
  'GIT_DIR',
  'GIT_EXTERNAL_DIFF',
  'GIT_GRAFT_FILE',
  'GIT_IMPLICIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_PREFIX',
  'GIT_SHALLOW_FILE',
  'GIT_WORK_TREE',
]);

function isOurs(name: string): boolean {
  const upper = name.toUpperCase();
  return !foreignVariables.has(upper) && !upper.startsWith('GIT_TRACE');
}

/**
 * The environment of every git: plain messages, no questions, no locks, no replaced objects, and no fetching of
 * what a partial clone lacks (a remote's configuration may name a program).
 */
export function gitEnvironment(base: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(base)) {
    if (value !== undefined && isOurs(name)) {
      kept[name] = value;
    }
  }
  return {
    ...kept,
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: '',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/**
 * The environment of a git that fetches because a person asked for it: as {@link gitEnvironment}, with the usual
 * ways to another machine. A repository's configuration may then name the program that opens the way.
 */
export function fetchEnvironment(base: NodeJS.ProcessEnv): Record<string, string> {
  return { ...gitEnvironment(base), GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh' };
}

/** The complete argument list for a git command in `root`. */
export function gitArguments(root: string, command: readonly string[]): string[] {
  return [
    '--no-pager',
    '--no-optional-locks',
    '--literal-pathspecs',
    '-C',
    root,
    '-c',
    'core.fsmonitor=false',
    '-c',
    `core.hooksPath=${devNull}`,
    '-c',
    'core.autocrlf=false',
    '-c',
    'core.eol=lf',
    '-c',
    'log.showSignature=false',
    ...command,
  ];
}

/** The catalogue's entry for a git that could not be started, did not end well or refused the repository. */
export function gitFailure(root: string, what: string, stderr: string, cause?: unknown): Error {
  const detail = new Error(stderr.trim() === '' ? 'git said nothing' : stderr.trim(), { cause });
  if (/dubious ownership|unsafe repository/.test(stderr)) {
    return errors.gitFailed(
      `read ${root}, because the repository belongs to another user; if you trust it, run ` +
        `git config --global --add safe.directory "${root}"`,
      detail,
    );
  }
  return errors.gitFailed(what, detail);
}

export interface GitOptions {
  /** For its standard input. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Runs git in `root` and waits for its end; an exit code is a result, not an error.
 * @throws `git-failed` if git cannot be started or prints without end, `cancelled` if the signal aborts.
 */
export async function runGit(
  root: string,
  command: readonly string[],
  signal: AbortSignal,
  { input = '', environment = gitEnvironment(process.env) }: GitOptions = {},
): Promise<GitResult> {
  if (signal.aborted) {
    throw errors.cancelled();
  }
  const result = await execa('git', gitArguments(root, command), {
    env: environment,
    extendEnv: false,
    reject: false,
    encoding: 'buffer',
    stripFinalNewline: false,
    maxBuffer: maxGitOutputBytes,
    input,
    cancelSignal: signal,
    forceKillAfterDelay: 2000,
  });
  if (signal.aborted || result.isCanceled) {
    throw errors.cancelled();
  }
  if (result.exitCode === undefined) {
    const what =
      result.code === 'ENOENT' ? 'be started; install git and make sure that it is on PATH' : 'finish';
    throw errors.gitFailed(what, result);
  }
  return {
    exitCode: result.exitCode,
    stdout: result.stdout,
    stderr: new TextDecoder().decode(result.stderr),
  };
}

/** Like {@link runGit}, for commands that must end well; `what` completes "git could not ...". */
export async function requireGit(
  root: string,
  command: readonly string[],
  what: string,
  signal: AbortSignal,
  options: GitOptions = {},
): Promise<Uint8Array> {
  const result = await runGit(root, command, signal, options);
  if (result.exitCode !== 0) {
    throw gitFailure(root, what, result.stderr);
  }
  return result.stdout;
}

async function hasGitEntry(root: string): Promise<boolean> {
  try {
    await lstat(join(root, '.git'));
    return true;
  } catch {
    return false;
  }
}

/** A git work tree. */
export interface Checkout {
  /** Absolute path of its index; there may be no such file. */
  readonly indexPath: string;
  /** What {@link withoutFilters} says. */
  readonly filters: readonly string[];
}

/**
 * The checkout whose top `root` is, `undefined` for none. A release tree that merely lies inside another repository
 * is none.
 * @throws `git-failed` if there is a repository that git refuses, for instance because another user owns it:
 * taking it for a release tree would send build products and lose its commits without a word.
 */
export async function findCheckout(root: string, signal: AbortSignal): Promise<Checkout | undefined> {
  if (!(await hasGitEntry(root))) {
    return undefined;
  }
  // Asked at once, since most of the time goes into starting a git; told only if there is a checkout.
  const filtering = withoutFilters(root, signal);
  filtering.catch(() => undefined);
  const questions = ['--is-inside-work-tree', '--show-prefix', '--git-path', 'index'];
  const result = await runGit(root, ['rev-parse', ...questions], signal);
  if (result.exitCode === 0) {
    const indexPath = /^true\n\n(?<path>[^\n]+)\n$/.exec(new TextDecoder().decode(result.stdout))?.groups
      ?.path;
    return indexPath === undefined
      ? undefined
      : { indexPath: resolve(root, indexPath), filters: await filtering };
  }
  if (/not a git repository|must be run in a work tree/i.test(result.stderr)) {
    return undefined;
  }
  throw gitFailure(root, `read the repository ${root}`, result.stderr);
}

/**
 * Options that switch off the content filters of a repository, each of which is a program it names; without them
 * content is taken as it is stored. For commands that compare or write file contents.
 */
export async function withoutFilters(root: string, signal: AbortSignal): Promise<string[]> {
  const result = await runGit(
    root,
    ['config', '--null', '--name-only', '--get-regexp', '^filter\\.'],
    signal,
  );
  const names = new TextDecoder().decode(result.stdout).split('\0');
  const drivers = new Set<string>();
  for (const name of names) {
    const driver = /^filter\.(.+)\.[^.]+$/s.exec(name)?.[1];
    if (driver !== undefined) {
      drivers.add(driver);
    }
  }
  return [...drivers].flatMap((driver) => {
    if (driver.includes('=')) {
      throw errors.gitFailed(`be used safely in ${root}: its configuration has a filter "${driver}"`);
    }
    const key = `filter.${driver}`;
    return [
      '-c',
      `${key}.clean=`,
      '-c',
      `${key}.smudge=`,
      '-c',
      `${key}.process=`,
      '-c',
      `${key}.required=false`,
    ];
  });
}
