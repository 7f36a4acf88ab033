/**
 * A history as JSON Lines: a header, then a line for each run with all its numbers, so that neither side ever holds
 * more than a run. The header counts the runs, so that a file that was cut off is noticed.
 */
import * as v from 'valibot';
import { errors } from '../errors.ts';
import { checkImported, parseImportedJson } from './check-imported.ts';
import { type ExchangedRun, exchangedRunSchema } from './exchanged-run.ts';

const format = 'php-source-bench history';
const version = 1;

const headerSchema = v.strictObject({
  format: v.literal(format),
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  runs: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
});

/** The first line, for so many runs. */
export function headerLine(runs: number): string {
  return JSON.stringify({ format, version, runs });
}

/**
 * How many runs follow the first line.
 * @throws `import-refused` if it is not that of a history, or of a newer version's
 */
export function parseHeaderLine(line: string, where: string): number {
  const result = v.safeParse(headerSchema, parseImportedJson(line, where));
  if (!result.success) {
    throw errors.importRefused(where, 'it does not begin as the export of a history does');
  }
  if (result.output.version > version) {
    throw errors.importRefused(
      where,
      `it has format ${result.output.version}, and this version knows ${version}`,
    );
  }
  return result.output.runs;
}

export function runLine(run: ExchangedRun): string {
  return JSON.stringify(run);
}

/** @throws `import-refused` */
export function parseRunLine(line: string, where: string): ExchangedRun {
  return checkImported(exchangedRunSchema, parseImportedJson(line, where), where);
}
