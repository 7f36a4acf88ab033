import { realpath } from 'node:fs/promises';
import { errors } from '../../core/errors.ts';

/**
 * Keeps a person from writing over the history itself.
 * @param path of the history
 * @throws `file-unwritable`
 */
export async function refuseOwnFile(path: string, target: string): Promise<void> {
  const history = await realpath(path);
  const own = [history, `${history}-wal`, `${history}-shm`];
  if (own.includes(await realpath(target).catch(() => target))) {
    throw errors.fileExists(target);
  }
}
