/** Every text that people see can be translated. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';

const root = join(import.meta.dirname, '..', '..', '..');

/** The texts in calls of `t`; the code writes them as literals, so that they can be found. */
function textsOf(source: string): readonly string[] {
  const call = /(?<![\w$])t\(\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
  return [...source.matchAll(call)].map((match) => (match[1] ?? match[2] ?? '').replaceAll(/\\(.)/g, '$1'));
}

it('the bundle for translators has the texts of the code, and no others', () => {
  const host = join(root, 'src', 'host');
  const files = readdirSync(host, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const texts = files.flatMap((name) => textsOf(readFileSync(join(host, name), 'utf8')));
  const bundle: unknown = JSON.parse(readFileSync(join(root, 'media', 'l10n', 'bundle.l10n.json'), 'utf8'));
  assert.ok(texts.length > 80);
  assert.deepEqual(bundle, Object.fromEntries([...new Set(texts)].sort().map((text) => [text, text])));
});
