/** The entries of a tar, one after the other, as it streams by. */
import { Readable } from 'node:stream';
import { extract, type Header } from 'tar-stream';
import type { ByteStream } from '../core/model/engine.ts';
import type { ListedEntry } from '../core/model/files.ts';

/** The library has the type, and does not name it. */
export type TarEntry = ReturnType<typeof extract> extends AsyncIterable<infer TEntry> ? TEntry : never;

/**
 * Hands out each entry with its content; what of it was not read is skipped. Nothing is kept, and whoever stops early
 * breaks the stream off.
 */
export async function* entriesOf(tar: ByteStream): AsyncGenerator<TarEntry> {
  const entries = extract();
  const source = Readable.from(tar);
  // A failure of the stream ends the reading of its entries too.
  source.once('error', (error) => entries.destroy(error));
  source.pipe(entries);
  try {
    for await (const entry of entries) {
      yield entry;
      entry.resume();
    }
  } finally {
    source.destroy();
    entries.destroy();
  }
}

/** All of an entry's content. */
export async function contentOf(entry: TarEntry): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of entry as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const listedTypes: Readonly<Partial<Record<Header['type'], ListedEntry['type']>>> = {
  file: 'file',
  'contiguous-file': 'file',
  link: 'hard-link',
  symlink: 'symlink',
  directory: 'directory',
};

/** An entry as the core knows it. */
export function toListedEntry({ name, type, size, linkname, mtime }: Header): ListedEntry {
  return {
    path: name,
    type: listedTypes[type] ?? 'other',
    sizeBytes: size,
    target: linkname ?? '',
    modifiedAtMs: mtime.getTime(),
  };
}
