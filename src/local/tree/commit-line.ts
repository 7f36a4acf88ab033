/** The line of first parents that leads to a commit, and what a remote has of a branch. */
import type { CommitLinePort, LineRange } from '../../core/automation/ports.ts';
import { errors } from '../../core/errors.ts';
import type { CommitInfo } from '../../core/model/tree.ts';
import { log, readCommit, resolveCommit } from './commits.ts';
import { fetchEnvironment, requireGit, runGit } from './git.ts';
import { listTags } from './tags.ts';

/** Commit lines of repositories on this machine. */
export function localCommitLines(): CommitLinePort {
  return { listLine, fetchBranch, listTags };
}

async function listLine(root: string, range: LineRange, signal: AbortSignal): Promise<readonly CommitInfo[]> {
  const { from, sinceMs, to, limit } = range;
  const last = await resolveCommit(root, to, signal);
  const first = from === undefined ? undefined : await resolveCommit(root, from, signal);
  const selection = [
    ...['--first-parent', `--max-count=${limit + 1}`],
    ...(sinceMs === undefined ? [] : [`--since=@${Math.floor(sinceMs / 1000)}`]),
    ...[last.info.sha, ...(first === undefined ? [] : [`^${first.info.sha}`])],
  ];
  const line = (await log(root, selection, signal)).map(({ info }) => info);
  const whole = first === undefined ? line : await withFirst(root, line, first.info, range, signal);
  if (whole.length > limit) {
    throw errors.commitsUnfit(
      `There are more than ${limit} commits up to ${to}. Choose a later one to begin with.`,
    );
  }
  return whole;
}

/** Puts the oldest commit at the line's end, if it is where the line leads to. */
async function withFirst(
  root: string,
  line: readonly CommitInfo[],
  first: CommitInfo,
  { from, sinceMs, to }: LineRange,
  signal: AbortSignal,
): Promise<readonly CommitInfo[]> {
  const oldest = line.at(-1);
  if (oldest === undefined) {
    return lineOfNone(await resolveCommit(root, to, signal), first, { from, to }, sinceMs);
  }
  const parent = await readCommit(root, `${oldest.sha}^`, signal);
  if (parent === undefined || parent.info.sha === first.sha) {
    return parent === undefined ? line : [...line, first];
  }
  if (sinceMs !== undefined && parent.info.committedAtMs < sinceMs) {
    return line;
  }
  throw errors.commitsUnfit(
    `${from} is not on the line of first parents that leads to ${to}. The two part at ${parent.info.sha}: begin there instead.`,
  );
}

/** Nothing leads from one to the other: they are the same, or the wrong way round. */
function lineOfNone(
  last: { readonly info: CommitInfo },
  first: CommitInfo,
  { from, to }: Pick<LineRange, 'from' | 'to'>,
  sinceMs: number | undefined,
): readonly CommitInfo[] {
  if (last.info.sha === first.sha) {
    return [first];
  }
  if (sinceMs !== undefined && last.info.committedAtMs < sinceMs) {
    return [];
  }
  throw errors.commitsUnfit(`${from} does not lead to ${to}: it comes after it. Change them round.`);
}

/** A remote's or a branch's name, so that neither is taken for an option or for a pattern. */
const remoteName = /^[A-Za-z0-9][\w./-]{0,200}$/;

async function fetchBranch(
  root: string,
  { remote, name }: { readonly remote: string; readonly name: string },
  signal: AbortSignal,
): Promise<string> {
  await requireBranchName(root, remote, name, signal);
  const ref = `refs/remotes/${remote}/${name}`;
  await requireGit(
    root,
    [
      ...['-c', 'maintenance.auto=false', '-c', 'gc.auto=0'],
      ...['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head'],
      ...['--', remote, `+refs/heads/${name}:${ref}`],
    ],
    `fetch ${name} from ${remote}`,
    signal,
    { environment: fetchEnvironment(process.env) },
  );
  return ref;
}

async function requireBranchName(
  root: string,
  remote: string,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const remotes = new TextDecoder().decode((await runGit(root, ['remote'], signal)).stdout).split('\n');
  if (!remoteName.test(remote) || !remotes.includes(remote)) {
    throw errors.commitsUnfit(`The repository has no remote "${remote}". "git remote" lists those it has.`);
  }
  const checked = await runGit(root, ['check-ref-format', '--branch', name], signal);
  if (checked.exitCode !== 0 || name === 'HEAD' || name.startsWith('@')) {
    throw errors.commitsUnfit(`"${name}" is no branch of a remote. Name one, for instance master.`);
  }
}
