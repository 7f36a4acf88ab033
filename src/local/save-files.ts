import { createWriteStream } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { errors } from '../core/errors.ts';
import type { ByteStream } from '../core/model/engine.ts';
import type { FilePort } from '../core/ports.ts';
import { replaceWhole } from './whole-file.ts';

const mode = 0o755;
const privateMode = 0o600;

/** Files of this machine. */
export function localFiles(): FilePort {
  return { saveExecutable, saveStream };
}

/** Writes the first file of a tar; see `FilePort`. */
async function saveExecutable(tar: ByteStream, path: string, signal: AbortSignal): Promise<number> {
  try {
    return await replaceWhole(path, async (beside) => {
      const sizeBytes = await writeFirstFile(tar, beside, signal);
      // Whatever this process's mask is.
      await chmod(beside, mode);
      return sizeBytes;
    });
  } catch (error) {
    throw signal.aborted ? errors.cancelled(error) : error;
  }
}

/** Writes a stream; see `FilePort`. */
async function saveStream(bytes: ByteStream, path: string, signal: AbortSignal): Promise<void> {
  try {
    await replaceWhole(path, (beside) =>
      pipeline(Readable.from(bytes), createWriteStream(beside, { flags: 'wx', mode: privateMode }), {
        signal,
      }),
    );
  } catch (error) {
    throw signal.aborted ? errors.cancelled(error) : error;
  }
}

async function writeFirstFile(tar: ByteStream, path: string, signal: AbortSignal): Promise<number> {
  const entries = extract();
  const source = Readable.from(tar);
  // A failure of the stream ends the reading of its entries too.
  source.once('error', (error) => entries.destroy(error));
  source.pipe(entries);
  try {
    for await (const entry of entries) {
      if (entry.header.type !== 'file') {
        throw errors.engineFailed(`send ${path}`, `it sent a ${entry.header.type ?? 'thing'}, not a file.`);
      }
      await pipeline(entry, createWriteStream(path, { flags: 'wx', mode, flush: true }), { signal });
      return entry.header.size ?? 0;
    }
  } finally {
    source.destroy();
    entries.destroy();
  }
  throw errors.engineFailed(`send ${path}`, 'it sent an empty archive.');
}
