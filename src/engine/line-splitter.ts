/** Cuts a stream of bytes into lines of text, whatever pieces it arrives in. */
import { errors } from '../core/errors.ts';
import { joinedBytes } from '../core/joined-bytes.ts';

export interface LineSplitter {
  push(chunk: Uint8Array): void;
  /** Hands on a last line without line end. */
  finish(): void;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** BuildKit puts many log lines into one; more than this is no progress any more. */
export const lineLimitBytes = 32 * 1024 * 1024;

/**
 * Calls `onLine` with each line that is not empty, without its line end; bytes that are not UTF-8 are replaced.
 * A line longer than `limitBytes` is `engine-failed`.
 */
export function createLineSplitter(
  onLine: (line: string) => void,
  limitBytes = lineLimitBytes,
): LineSplitter {
  const decoder = new TextDecoder();
  let pieces: Uint8Array[] = [];
  let lengthBytes = 0;

  function keep(piece: Uint8Array): void {
    lengthBytes += piece.length;
    if (lengthBytes > limitBytes) {
      throw errors.engineFailed('report its progress', `it sent a line of more than ${limitBytes} bytes.`);
    }
    pieces.push(piece);
  }

  function flush(): void {
    const line = joinedBytes(pieces, lengthBytes);
    pieces = [];
    lengthBytes = 0;
    const text = decoder.decode(line.at(-1) === carriageReturn ? line.subarray(0, -1) : line);
    if (text !== '') {
      onLine(text);
    }
  }

  return {
    push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
        keep(chunk.subarray(start, end));
        flush();
        start = end + 1;
      }
      if (start < chunk.length) {
        keep(chunk.subarray(start));
      }
    },
    finish: flush,
  };
}
