/** Files that must lie below a folder, wherever links lead. */
import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { errors } from '../core/errors.ts';

/** Never follow a link that has taken the file's place meanwhile, never wait for a pipe that has. */
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** The error for a path of a suite that cannot be read; an entry of the catalogue stays what it is. */
export function unreadable(path: string, error: unknown): Error {
  const detail = error instanceof Error ? error.message : String(error);
  return errors.scriptUnusable(
    path,
    `it cannot be read (${detail}). Check the file and its permissions.`,
    error,
  );
}

/**
 * Where something below a folder really is; `undefined` if there is nothing.
 * @throws `script-unusable` if links lead out of the folder, or in a circle
 */
export async function realPathBelow(folder: string, path: string): Promise<string | undefined> {
  try {
    const [root, real] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    const below = relative(root, real);
    if (below === '..' || below.startsWith(`..${sep}`) || join(root, below) !== real) {
      throw errors.scriptUnusable(path, `a link leads out of ${folder}. Put the file itself there.`);
    }
    return real;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(error))) {
      return undefined;
    }
    throw codeOf(error) === '' ? error : unreadable(path, error);
  }
}

/**
 * The bytes of a regular file.
 * @param real its path without links
 * @param path for messages
 * @throws `script-unusable` for anything else, and for more than `maxBytes`
 */
export async function readRegularFile(real: string, path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    await using file = await open(real, openFlags);
    const facts = await file.stat();
    if (!facts.isFile()) {
      throw errors.scriptUnusable(path, 'it is no file.');
    }
    if (facts.size > maxBytes) {
      throw errors.scriptUnusable(path, `it has ${facts.size} bytes, more than ${maxBytes}.`);
    }
    return await file.readFile();
  } catch (error) {
    throw codeOf(error) === '' ? error : unreadable(path, error);
  }
}
