/** The beginning of a stream, to tell what it is, before the whole is read. */
import type { ByteStream } from '../core/model/engine.ts';

export interface Peeked {
  /** As many bytes as were wanted, or more; fewer if there are no more. */
  readonly start: Uint8Array;
  /** The whole, from its first byte on; to be read once. */
  readonly whole: ByteStream;
  /** Reads what nobody has read, so that what comes behind it in an archive is reached. */
  drain(): Promise<void>;
}

/** Reads the first bytes of a stream. */
export async function peek(stream: ByteStream, length: number): Promise<Peeked> {
  const chunks = stream[Symbol.asyncIterator]();
  let start: Uint8Array = new Uint8Array();
  while (start.length < length) {
    const next = await chunks.next();
    if (next.done === true) {
      break;
    }
    start = Buffer.concat([start, next.value]);
  }
  const drain = async () => {
    while ((await chunks.next()).done !== true) {
      // Nobody wants it.
    }
  };
  return { start, whole: joined(start, chunks), drain };
}

/** Does not end the stream when its reader leaves: it is drained instead. */
async function* joined(start: Uint8Array, chunks: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield start;
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    yield next.value;
  }
}
