/** The processes of a private engine: dockerd, its containerd, and what they start. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runAsRoot, tryAsRoot } from './root.ts';

const programs = new Set([
  'dockerd',
  'containerd',
  'containerd-shim',
  'containerd-shim-runc-v2',
  'docker-proxy',
]);
const pollMs = 100;

/** A process of this machine. */
export interface ProcessRow {
  readonly pid: number;
  readonly parentPid: number;
  readonly commandLine: readonly string[];
}

/** All processes; those that end while they are read are left out. */
export function listProcesses(): readonly ProcessRow[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
}

function readProcess(pid: number): ProcessRow | undefined {
  try {
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const parentPid = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
    return { pid, parentPid, commandLine };
  } catch {
    return undefined;
  }
}

/** Those of an engine: Docker's programs that were started with its `execRoot`. */
export function engineProcesses(rows: readonly ProcessRow[], execRoot: string): readonly ProcessRow[] {
  return rows.filter(
    ({ commandLine: [program = '', ...rest] }) =>
      programs.has(basename(program)) && rest.some((word) => `${word}/`.includes(`${execRoot}/`)),
  );
}

/** The dockerd among an engine's processes. */
export function daemonOf(rows: readonly ProcessRow[], execRoot: string): ProcessRow | undefined {
  return engineProcesses(rows, execRoot).find((row) => basename(row.commandLine[0] ?? '') === 'dockerd');
}

/** These processes and everything below them. */
export function withDescendants(
  rows: readonly ProcessRow[],
  roots: readonly ProcessRow[],
): readonly ProcessRow[] {
  const found = new Map(roots.map((row) => [row.pid, row]));
  let before = 0;
  while (before !== found.size) {
    before = found.size;
    for (const row of rows) {
      if (found.has(row.parentPid)) {
        found.set(row.pid, row);
      }
    }
  }
  return [...found.values()];
}

/** Starts a daemon that outlives this process, its output in `logPath`; resolves to its process id. */
export async function startDaemon(
  purpose: string,
  logPath: string,
  command: readonly string[],
): Promise<number> {
  // In a shell's background setsid is no group leader, so it becomes the daemon instead of starting it.
  const script = 'log=$1; shift; setsid "$@" >"$log" 2>&1 </dev/null & echo $!';
  const output = await runAsRoot(purpose, 'sh', ['-c', script, 'sh', logPath, ...command]);
  return Number(output.trim());
}

/** Ends an engine: dockerd in good order, since it ends its containers and containerd, then whatever is left. */
export async function endEngineProcesses(purpose: string, execRoot: string): Promise<void> {
  const daemon = daemonOf(listProcesses(), execRoot);
  if (daemon !== undefined) {
    await endProcesses(purpose, [daemon.pid], 'TERM', 60_000);
  }
  const left = () => engineProcesses(listProcesses(), execRoot);
  await endProcesses(
    purpose,
    left()
      .filter((row) => basename(row.commandLine[0] ?? '') === 'containerd')
      .map((row) => row.pid),
    'TERM',
    10_000,
  );
  const rows = listProcesses();
  const remaining = withDescendants(rows, engineProcesses(rows, execRoot));
  await endProcesses(
    purpose,
    remaining.map((row) => row.pid),
    'KILL',
    10_000,
  );
}

async function endProcesses(
  purpose: string,
  pids: readonly number[],
  signal: 'TERM' | 'KILL',
  timeoutMs: number,
): Promise<void> {
  if (pids.length === 0) {
    return;
  }
  // One may have ended by itself meanwhile, which kill reports as a failure.
  await tryAsRoot(purpose, 'kill', ['-s', signal, ...pids.map(String)]);
  const deadlineMs = performance.now() + timeoutMs;
  while (pids.some(isAlive) && performance.now() < deadlineMs) {
    await delay(pollMs);
  }
}

/** Whether a process id is in use by a process that has not ended; a zombie has. */
export function isAlive(pid: number): boolean {
  if (!existsSync(`/proc/${pid}`)) {
    return false;
  }
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !/^[ZX]/.test(status.slice(status.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}
