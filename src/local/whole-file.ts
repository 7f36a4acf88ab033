import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { errors, isBenchError } from '../core/errors.ts';

/**
 * Puts the file or folder that `write` makes beside `path` in its place once it is whole, and makes its folder first.
 * @returns what `write` does
 * @throws `disk-full`, `file-unwritable` with the path, or an entry of the catalogue that `write` throws
 */
export async function replaceWhole<T>(path: string, write: (beside: string) => Promise<T>): Promise<T> {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const result = await write(beside);
    await rename(beside, path);
    return result;
  } catch (error) {
    // A folder that could not be made holds nothing to remove.
    await rm(beside, { force: true, recursive: true }).catch(() => undefined);
    throw writeError(path, error);
  }
}

function writeError(path: string, error: unknown): unknown {
  if (isBenchError(error)) {
    return error;
  }
  const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
  return full ? errors.diskFull(path, error) : errors.fileUnwritable(path, error);
}

/** Writes a file whole or not at all; see {@link replaceWhole}. */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  await replaceWhole(path, (beside) => writeFile(beside, content, { flag: 'wx' }));
}

const maxTextBytes = 64 * 1024 * 1024;

/**
 * The text of a file that a person named, up to 64 MiB: a prune plan for thousands of objects has some megabytes.
 * @throws `invalid-setting` with the path
 */
export async function readTextFile(path: string): Promise<string> {
  try {
    if ((await stat(path)).size > maxTextBytes) {
      throw new Error('it is too large');
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    throw errors.invalidSetting(
      path,
      `it cannot be read (${error instanceof Error ? error.message : error}).`,
    );
  }
}

/** The product's version, from the `package.json` in `productRoot`. */
export async function readProductVersion(productRoot: string): Promise<string> {
  const text = await readFile(join(productRoot, 'package.json'), 'utf8');
  return v.parse(v.object({ version: v.string() }), JSON.parse(text)).version;
}
