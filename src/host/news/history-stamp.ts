import { stat } from 'node:fs/promises';

/**
 * What changes whenever something is written to the history: time and size of its file and of its write-ahead log. An
 * empty log counts as none, since merely opening the history makes one. `undefined` without a history.
 */
export async function historyStamp(path: string): Promise<string | undefined> {
  const [file, log] = await Promise.all([path, `${path}-wal`].map(timeAndSize));
  return file === undefined ? undefined : [path, file, log].join(' ');
}

async function timeAndSize(path: string): Promise<string | undefined> {
  try {
    const { mtimeMs, size } = await stat(path);
    return size === 0 ? undefined : `${mtimeMs}/${size}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}
