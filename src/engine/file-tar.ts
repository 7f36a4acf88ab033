/** Small files as a tar, made in memory. */
import { pack } from 'tar-stream';
import type { ContextFile } from '../core/model/engine.ts';

/** Dated so, the same files give the same bytes. */
export const epoch = new Date(0);

/** A tar of the files with their directories implied, all owned by root. */
export async function packFiles(files: readonly ContextFile[], mtime: Date): Promise<Uint8Array> {
  const archive = pack();
  for (const file of files) {
    const content = typeof file.content === 'string' ? Buffer.from(file.content) : Buffer.from(file.content);
    archive.entry({ name: file.path, mode: file.executable ? 0o755 : 0o644, mtime, uid: 0, gid: 0 }, content);
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
