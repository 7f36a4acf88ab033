/** Reads text files piece by piece. */
import { createReadStream } from 'node:fs';
import { errors } from '../../../core/errors.ts';

const pieceBytes = 256 * 1024;
/** A run with all its samples is one line of an export; this one would have some millions. */
const longestLine = 128 * 1024 * 1024;

/**
 * The file's text in pieces, without a byte order mark.
 * @param name the file, for people
 * @throws `import-refused` if it cannot be read or is not UTF-8, `cancelled`
 */
export async function* piecesOf(path: string, name: string, signal: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: pieceBytes, signal })) {
      yield decoder.decode(bytes, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (signal.aborted) {
      throw errors.cancelled(error);
    }
    const detail = error instanceof TypeError ? 'it is not UTF-8' : 'it cannot be read';
    throw errors.importRefused(name, detail, error);
  }
}

/** A line and its number, from 1. */
export interface Line {
  readonly text: string;
  readonly number: number;
}

/** The file's lines, without their ends; see {@link piecesOf}. */
export async function* linesOf(path: string, name: string, signal: AbortSignal): AsyncGenerator<Line> {
  let rest = '';
  let number = 0;
  for await (const piece of piecesOf(path, name, signal)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const text of lines) {
      number += 1;
      yield { text: text.replace(/\r$/, ''), number };
    }
    if (rest.length > longestLine) {
      throw errors.importRefused(`${name}, line ${number + 1}`, 'it is too long for a line of an export');
    }
  }
  if (rest !== '') {
    yield { text: rest, number: number + 1 };
  }
}
