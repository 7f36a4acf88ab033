/**
 * Splits the output of a container without terminal into its two streams.
 *
 * The engine sends frames: a byte that says which stream, three zeroes, the length in four bytes, then the bytes.
 * This walks over each chunk once and hands on what is there, so neither small frames nor huge ones cost memory.
 */
import { errors } from '../core/errors.ts';
import type { OnOutput, OutputStream } from '../core/ports.ts';

export interface Demultiplexer {
  /** Takes the next bytes, wherever they were cut. */
  push(chunk: Uint8Array): void;
  /** Call when the stream has ended; throws `engine-failed` when it ended inside a frame. */
  finish(): void;
}

const headerLength = 8;

function streamOf(header: Uint8Array): OutputStream {
  const [kind] = header;
  // 0 echoes the input and 3 carries the engine's own errors; both must not be lost.
  if (kind === 0 || kind === 1) {
    return 'stdout';
  }
  if (kind === 2 || kind === 3) {
    return 'stderr';
  }
  throw errors.engineFailed("hand over a container's output", `it sent a frame of unknown kind ${kind}.`);
}

function lengthOf(header: Uint8Array): number {
  return new DataView(header.buffer, header.byteOffset, header.byteLength).getUint32(4);
}

/** Calls `onOutput` with every piece of output in its order; pieces end where frames or chunks end. */
export function createDemultiplexer(onOutput: OnOutput): Demultiplexer {
  const header = new Uint8Array(headerLength);
  let headerFilled = 0;
  let stream: OutputStream = 'stdout';
  let remaining = 0;

  function takeHeader(chunk: Uint8Array, position: number): number {
    const piece = chunk.subarray(position, position + headerLength - headerFilled);
    header.set(piece, headerFilled);
    headerFilled += piece.length;
    if (headerFilled === headerLength) {
      stream = streamOf(header);
      remaining = lengthOf(header);
      headerFilled = 0;
    }
    return position + piece.length;
  }

  return {
    push(chunk) {
      let position = 0;
      while (position < chunk.length) {
        if (remaining === 0) {
          position = takeHeader(chunk, position);
        } else {
          const piece = chunk.subarray(position, position + remaining);
          remaining -= piece.length;
          position += piece.length;
          onOutput(stream, piece);
        }
      }
    },
    finish() {
      if (remaining > 0 || headerFilled > 0) {
        throw errors.engineFailed(
          "hand over a container's output",
          'the connection broke in the middle of it.',
        );
      }
    },
  };
}
