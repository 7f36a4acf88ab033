/** An image as the engine saves it, read as it streams by: of a layer only a summary is kept. */
import { pipeline, Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import type { ArchivedLayer, ImageArchive } from '../core/contents/image-archive.ts';
import { type LayerSummary, LayerTally } from '../core/contents/layer-tally.ts';
import type { ByteStream } from '../core/model/engine.ts';
import { attempt, type Connection, dial, guarded } from './connection.ts';
import { checked, describeObject } from './objects.ts';
import { type Peeked, peek } from './peek.ts';
import { entriesOf, toListedEntry } from './tar-entries.ts';

/** An image has a handful of documents; what builders note on it may be larger, and is not read. */
const maxDocumentBytes = 4 * 1024 * 1024;
const maxDocuments = 200;

/** The first header of a tar. */
const headerBytes = 512;
const magicOffset = 257;

/** Streams an image out of the engine and summarises it; see `ContentPort`. */
export async function readImageArchive(
  connection: Connection,
  id: string,
  onBytes: (bytes: number) => void,
  signal: AbortSignal,
): Promise<ImageArchive> {
  const object = describeObject(checked({ kind: 'image', id }));
  const trial = { what: `save ${object}`, object, signal };
  return attempt(connection, trial, async () => {
    const body = await dial(connection, {
      method: 'GET',
      path: `/images/${id}/get`,
      isStream: true,
      abortSignal: signal,
    });
    return summarise(counted(guarded(connection, trial, body as ByteStream), onBytes));
  });
}

async function* counted(bytes: ByteStream, onBytes: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  let sum = 0;
  for await (const chunk of bytes) {
    sum += chunk.length;
    onBytes(sum);
    yield chunk;
  }
}

/** Reads a saved image of either layout. The order of its parts is not relied upon, so that none has to be kept. */
export async function summarise(tar: ByteStream): Promise<ImageArchive> {
  const documents = new Map<string, string>();
  const layers = new Map<string, ArchivedLayer>();
  const links = new Map<string, string>();
  for await (const entry of entriesOf(tar)) {
    const { path: written, type, target, sizeBytes } = toListedEntry(entry.header);
    const path = written.replace(/^\.\//, '');
    if (type === 'symlink') {
      links.set(path, target);
    } else if (type === 'file') {
      const content = await peek(entry as AsyncIterable<Uint8Array>, headerBytes);
      if (isJson(content.start) && sizeBytes <= maxDocumentBytes && documents.size < maxDocuments) {
        documents.set(path, await textOf(content.whole));
      } else {
        const summary = await summaryOf(content);
        layers.set(path, { storedBytes: sizeBytes, summary });
      }
      await content.drain();
    }
  }
  return { documents, layers, links };
}

function isJson(start: Uint8Array): boolean {
  return /^\s*[[{]/.test(Buffer.from(start.subarray(0, 16)).toString('latin1'));
}

async function textOf(bytes: ByteStream): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What a layer holds; `undefined` for what is none, is damaged, or is compressed in another way. */
async function summaryOf({ start, whole }: Peeked): Promise<LayerSummary | undefined> {
  const tar = plainTar(start, whole);
  if (tar === undefined) {
    return undefined;
  }
  const tally = new LayerTally();
  try {
    for await (const { header } of entriesOf(tar)) {
      tally.add(toListedEntry(header));
    }
  } catch {
    // Where it was the whole archive that broke off, its reader fails as well.
    return undefined;
  }
  return tally.read();
}

function plainTar(start: Uint8Array, whole: ByteStream): ByteStream | undefined {
  const begin = Buffer.from(start);
  if (begin.subarray(0, 2).equals(Buffer.of(0x1f, 0x8b))) {
    return through(whole, createGunzip());
  }
  if (begin.subarray(0, 4).equals(Buffer.of(0x28, 0xb5, 0x2f, 0xfd))) {
    return through(whole, createZstdDecompress());
  }
  const isTar = begin.toString('latin1', magicOffset, magicOffset + 5) === 'ustar';
  // A layer without files is nothing but an end, which is zeros.
  return isTar || (begin.length >= headerBytes && begin.every((byte) => byte === 0)) ? whole : undefined;
}

function through(bytes: ByteStream, transform: Transform): ByteStream {
  // Whoever reads gets the failure; nobody else has to.
  return pipeline(Readable.from(bytes), transform, () => undefined);
}
