/**
 * Which process a recorded id means: ids are reused, and after a reboot they mean nothing.
 * Imports nothing from node_modules, because installing node_modules needs a lock.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** A process as it can be written down and recognised later. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Changes with every boot and differs between containers; empty where the system does not tell. */
  readonly boot: string;
  /** Clock ticks between boot and the process's start; empty where the system does not tell. */
  readonly started: string;
}

/** The identity of a running process, by default this one. */
export function identityOf(pid = process.pid): ProcessIdentity {
  return { pid, host: hostname(), boot: bootId(), started: startTicks(pid) };
}

/** Whether that process still runs. One of another host is taken to run, since nobody here can know. */
export function isRunning(identity: ProcessIdentity): boolean {
  if (identity.host !== hostname()) {
    return true;
  }
  return (
    identity.boot === bootId() && processExists(identity.pid) && identity.started === startTicks(identity.pid)
  );
}

/** Reads an identity back; anything else gives `undefined`. */
export function parseIdentity(text: string): ProcessIdentity | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) {
    return undefined;
  }
  if (!('pid' in value && 'host' in value && 'boot' in value && 'started' in value)) {
    return undefined;
  }
  const { pid, host, boot, started } = value;
  const valid =
    typeof pid === 'number' &&
    Number.isSafeInteger(pid) &&
    pid > 0 &&
    typeof host === 'string' &&
    typeof boot === 'string' &&
    typeof started === 'string';
  return valid ? { pid, host, boot, started } : undefined;
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function bootId(): string {
  return `${readIfThere('/proc/sys/kernel/random/boot_id').trim()}${processNamespace()}`;
}

/** Process ids of one container mean nothing in another, though both may have the host's name. */
function processNamespace(): string {
  try {
    return ` ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

function startTicks(pid: number): string {
  const status = readIfThere(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses and may hold spaces; the start time is the 22nd.
  const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
  return fields[19] ?? '';
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
