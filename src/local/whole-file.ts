import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { errors } from '../core/errors.ts';

/**
 * Writes a file whole or not at all: beside it first, then renamed. Makes its folder.
 * @throws `disk-full`, or `file-unwritable` with the path
 */
export async function writeWholeFile(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(beside, content, { flag: 'wx' });
    await rename(beside, path);
  } catch (error) {
    // A folder that could not be made holds nothing to remove.
    await rm(beside, { force: true }).catch(() => undefined);
    const full = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
    throw full ? errors.diskFull(path, error) : errors.fileUnwritable(path, error);
  }
}

const maxTextBytes = 1024 * 1024;

/**
 * A small file's text.
 * @throws `invalid-setting` with the path
 */
export async function readSmallText(path: string): Promise<string> {
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
