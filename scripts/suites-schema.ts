/**
 * Makes `media/php-benchmarks.schema.json`, by which the editor completes suites files, of the schema that checks
 * them: `node scripts/suites-schema.ts`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { suitesFileSchema } from '../src/core/bench/suites-schema.ts';

const path = join(import.meta.dirname, '..', 'media', 'php-benchmarks.schema.json');

/** The schema's text. */
export function suitesSchemaText(): string {
  const schema = toJsonSchema(suitesFileSchema, { typeMode: 'input', errorMode: 'throw' });
  // The editor's own extension to JSON Schema; both are in the file that "Open Benchmark Suites File" writes.
  const extras = {
    title: 'Benchmark suites of PHP Source Bench',
    allowComments: true,
    allowTrailingCommas: true,
  };
  return `${JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', ...extras, ...schema }, undefined, 2)}\n`;
}

if (import.meta.main) {
  writeFileSync(path, suitesSchemaText());
}
