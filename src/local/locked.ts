/**
 * A lock between processes. Imports nothing from node_modules, because installing node_modules needs it.
 *
 * The lock is a directory that holds one file named after its owner; an absent or empty directory is an open lock.
 * - Acquire: rename a prepared directory onto it. A rename onto a directory that is not empty fails, so one wins.
 * - Release, and take over from a dead owner: remove that owner's file, by name. Whoever decided on old
 *   information finds no such file any more, and removes nothing.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identityOf, isRunning, parseIdentity } from './process-identity.ts';

const pollMs = 200;

export interface LockOptions {
  /** Called once when another process holds the lock. */
  readonly onWait?: (holderPid: number) => void;
  /** Gives up waiting. */
  readonly signal?: AbortSignal;
}

/**
 * Runs `work` while this process alone holds the lock `path`, and waits for it first. A holder that has died, also
 * by a reboot, does not block. Rejects as `work` does, or with the signal's reason.
 */
export async function locked<T>(path: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const owner = `owner-${randomUUID()}`;
  await mkdir(dirname(path), { recursive: true });
  await acquire(path, owner, options);
  try {
    return await work();
  } finally {
    await release(path, owner);
  }
}

/**
 * Like {@link locked}, without waiting.
 * @param onHeld makes the error to reject with when a living process holds the lock
 */
export async function lockedAtOnce<T>(
  path: string,
  work: () => Promise<T>,
  onHeld: (holderPid: number) => Error,
): Promise<T> {
  const refusal = new AbortController();
  const onWait = (pid: number) => refusal.abort(onHeld(pid));
  return locked(path, work, { onWait, signal: refusal.signal });
}

async function acquire(path: string, owner: string, options: LockOptions): Promise<void> {
  const prepared = `${path}.${owner}`;
  await mkdir(prepared);
  try {
    await writeFile(join(prepared, owner), JSON.stringify(identityOf()));
    let waiting = false;
    while (!(await renamed(prepared, path))) {
      const holder = await holderOf(path);
      if (holder !== undefined) {
        if (!waiting) {
          waiting = true;
          options.onWait?.(holder);
          options.signal?.throwIfAborted();
        }
        await delay(pollMs, undefined, { signal: options.signal });
      }
    }
  } catch (error) {
    await rm(prepared, { recursive: true, force: true });
    throw error;
  }
}

async function renamed(prepared: string, path: string): Promise<boolean> {
  try {
    await rename(prepared, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOTEMPTY') || hasCode(error, 'EEXIST')) {
      return false;
    }
    throw error;
  }
}

/** The living holder's process id, `undefined` for an open lock; a dead one is shown out. */
export async function holderOf(path: string): Promise<number | undefined> {
  const owner = (await readdir(path).catch(ignoreMissing))?.[0];
  if (owner === undefined) {
    return undefined;
  }
  const text = await readFile(join(path, owner), 'utf8').catch(ignoreMissing);
  if (text === undefined) {
    return undefined;
  }
  const identity = parseIdentity(text);
  if (identity !== undefined && isRunning(identity)) {
    return identity.pid;
  }
  await unlink(join(path, owner)).catch(ignoreMissing);
  return undefined;
}

async function release(path: string, owner: string): Promise<void> {
  await unlink(join(path, owner)).catch(ignoreMissing);
  // Only for tidiness; the next owner may be in it already.
  await rmdir(path).catch((error: unknown) => {
    if (!hasCode(error, 'ENOENT') && !hasCode(error, 'ENOTEMPTY') && !hasCode(error, 'EEXIST')) {
      throw error;
    }
  });
}

function ignoreMissing(error: unknown): undefined {
  if (hasCode(error, 'ENOENT')) {
    return undefined;
  }
  throw error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
