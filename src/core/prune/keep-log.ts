/** Keeps the log of a container that is about to go. */
import { isBenchError } from '../errors.ts';
import type { EnginePort, FilePort, Report } from '../ports.ts';
import type { PlanItem } from './plan-model.ts';

/**
 * Writes a container's log into a folder. One without a log that can be read is told, and goes all the same.
 * @returns the file, `undefined` if there is no log
 * @throws `disk-full` or `file-unwritable`, and whatever else the engine throws
 */
export async function keepLog(
  deps: { readonly engine: Pick<EnginePort, 'readLog'>; readonly files: Pick<FilePort, 'saveStream'> },
  { id, name }: PlanItem,
  folder: string,
  report: Report,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = `${folder}/${fileName(name)}-${id.slice(0, 12)}.log`;
  try {
    await deps.files.saveStream(await deps.engine.readLog(id, 'all', signal), path, signal);
    return path;
  } catch (error) {
    if (isBenchError(error, 'engine-failed')) {
      report({ kind: 'warning', text: `No log of ${name} is kept: ${error.message}` });
      return undefined;
    }
    throw error;
  }
}

/** A container's name comes from outside: nothing of it may lead to another folder. */
function fileName(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 100);
}
