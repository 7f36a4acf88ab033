import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { headerLine, runLine } from '../../../core/history-exchange/json-lines.ts';
import type { StoredRuns } from './stored-runs.ts';

/** Writes all runs as JSON Lines into a new file. */
export async function writeJson(stored: StoredRuns, path: string, signal: AbortSignal): Promise<void> {
  const lines = Readable.from(linesOf(stored));
  await pipeline(lines, createWriteStream(path, { flags: 'wx', flush: true }), { signal });
}

function* linesOf(stored: StoredRuns): Generator<string> {
  const keys = stored.keys();
  yield `${headerLine(keys.length)}\n`;
  for (const key of keys) {
    const samplesOf = stored.samples(key);
    const points = stored.points(key).map(({ seriesId, summary, ...rest }) => {
      const samples = samplesOf.get(seriesId) ?? [];
      return samples.length === 0 ? { ...rest, summary, samples } : { ...rest, samples };
    });
    yield `${runLine({ run: stored.run(key), points })}\n`;
  }
}
