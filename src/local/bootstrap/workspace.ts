/** The directory that a root file system is made in. */
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function removeTree(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true, maxRetries: 3 });
}

/** Removes what a crashed process left. */
async function removeStale(cacheDirectory: string): Promise<void> {
  for (const name of await readdir(cacheDirectory)) {
    const owner = /^bootstrap-(\d+)-/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) {
      await removeTree(join(cacheDirectory, name));
    }
  }
}

/** Hands a new directory below `cacheDirectory` to `use`, and removes it afterwards whatever happened. */
export async function withWorkspace<T>(
  cacheDirectory: string,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  await mkdir(cacheDirectory, { recursive: true, mode: 0o700 });
  await removeStale(cacheDirectory);
  const directory = await mkdtemp(join(cacheDirectory, `bootstrap-${process.pid}-`));
  try {
    return await use(directory);
  } finally {
    await removeTree(directory);
  }
}
