/** Files kept by the hash of their content. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The file with this name below the hash, or `undefined`; its content is as unchecked as any file's. */
export async function readCached(
  directory: string,
  sha256: string,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const file = join(directory, sha256);
  try {
    return (await stat(file)).size > maxBytes ? undefined : await readFile(file);
  } catch {
    return undefined;
  }
}

/** Keeps a file; whoever reads it sees all of it or none. Throws what the file system throws. */
export async function writeCached(directory: string, sha256: string, content: Uint8Array): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const temporary = join(directory, `${sha256}.${randomUUID()}.part`);
  try {
    await writeFile(temporary, content, { flag: 'wx', flush: true });
    await rename(temporary, join(directory, sha256));
  } finally {
    await rm(temporary, { force: true });
  }
}
