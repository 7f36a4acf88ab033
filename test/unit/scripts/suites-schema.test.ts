/** The editor completes suites files by what checks them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { suitesSchemaText } from '../../../scripts/suites-schema.ts';

const file = join(import.meta.dirname, '..', '..', '..', 'media', 'php-benchmarks.schema.json');

it('the schema in media/ is made of the one that checks; "node scripts/suites-schema.ts" makes it anew', () => {
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), JSON.parse(suitesSchemaText()));
});

it('the schema has only expressions that the editor understands', () => {
  const patterns = [...suitesSchemaText().matchAll(/"pattern": ("(?:[^"\\]|\\.)*")/g)];
  assert.ok(patterns.length > 5);
  for (const [, pattern = '""'] of patterns) {
    assert.ok(new RegExp(JSON.parse(pattern), 'u'));
  }
});
