/** Tells of an editor that was killed: its containers may still run, and nobody is left to remove them. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProgressEvent } from '../core/ports.ts';
import type { ServicesPool } from './services-pool.ts';

/** A file for each process that works with an engine, named by its id; one that ends in order removes its own. */
export class SessionMark {
  readonly #directory: string;
  readonly #pid: number;
  #set: Promise<void> | undefined;

  /** @param directory absolute; made when the first mark is set */
  constructor(directory: string, pid: number) {
    this.#directory = directory;
    this.#pid = pid;
  }

  /** Marks this process as one that works with an engine; settles when the mark is on the disk. */
  set(): Promise<void> {
    this.#set ??= this.#write();
    return this.#set;
  }

  /** Takes back the mark of this process. */
  async clear(): Promise<void> {
    await this.#set;
    this.#set = undefined;
    await rm(this.#path(this.#pid), { force: true });
  }

  /** The processes that were killed; call before {@link set}. None if nothing was ever marked. */
  async killed(): Promise<readonly number[]> {
    const names = await readdir(this.#directory).catch(() => []);
    const pids = names.map(Number).filter((pid) => Number.isSafeInteger(pid) && pid > 0);
    // An id may come again: before this process has set its own mark, such a mark is another's.
    return pids.filter((pid) => pid === this.#pid || !processExists(pid));
  }

  /** Takes back the marks of processes that were killed. */
  async forget(pids: readonly number[]): Promise<void> {
    await Promise.all(
      pids.filter((pid) => pid !== this.#pid).map((pid) => rm(this.#path(pid), { force: true })),
    );
  }

  async #write(): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    await writeFile(this.#path(this.#pid), '');
  }

  #path(pid: number): string {
    return join(this.#directory, `${pid}`);
  }
}

/**
 * Removes what editors that were killed have left in the engine. Asks the engine for nothing where none was; where
 * it does not answer, the next start tries again.
 */
export async function clearAfterKill(
  mark: SessionMark,
  services: Pick<ServicesPool, 'use'>,
  begin: (title: string) => (event: ProgressEvent) => void,
): Promise<void> {
  const killed = await mark.killed();
  if (killed.length === 0) {
    return;
  }
  const removed = await services.use((used) => used.removeLeftovers(new AbortController().signal));
  await mark.forget(killed);
  if (removed.length > 0) {
    const write = begin('Clearing up after an editor that was killed');
    for (const object of removed) {
      write({ kind: 'line', text: `Removed ${object}.` });
    }
  }
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
