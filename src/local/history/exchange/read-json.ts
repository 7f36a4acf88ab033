import { basename } from 'node:path';
import { errors } from '../../../core/errors.ts';
import { withSummary } from '../../../core/history-exchange/exchanged-run.ts';
import { parseHeaderLine, parseRunLine } from '../../../core/history-exchange/json-lines.ts';
import type { Staging } from './staging.ts';
import { linesOf } from './text-file.ts';

/**
 * Stages the runs of a history in JSON Lines.
 * @throws `import-refused` with file, line and field, `cancelled`
 */
export async function readJson(path: string, staging: Staging, signal: AbortSignal): Promise<void> {
  const name = basename(path);
  let expected: number | undefined;
  let read = 0;
  for await (const { text, number } of linesOf(path, name, signal)) {
    const where = `${name}, line ${number}`;
    if (expected === undefined) {
      expected = parseHeaderLine(text, where);
      continue;
    }
    const { run, points } = parseRunLine(text, where);
    staging.addRun(run, where);
    for (const point of points) {
      const staged = staging.addPoint(run.id, withSummary(point), where);
      for (const [iteration, value] of point.samples) {
        staging.addSample(staged, iteration, value, where);
      }
    }
    read += 1;
  }
  if (expected === undefined) {
    throw errors.importRefused(name, 'it is empty');
  }
  if (read !== expected) {
    throw errors.importRefused(name, `it has ${read} of the ${expected} runs that it should have`);
  }
}
