/** What people install: everything that is needed, and nothing else. */
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { readZip, type ZipEntry } from '../support/zip-file.ts';
import { productPackage } from './support/product.ts';

const needed = [
  'package.json',
  'package.nls.json',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'dist/extension.cjs',
  'dist/compose.cjs',
  'dist/errors.cjs',
  'dist/THIRD-PARTY-NOTICES.txt',
  'dist/webview/panel.js',
  'dist/webview/panel.css',
  'media/container/build.sh',
  'media/container/bison.sh',
  'media/container/runner.c',
  'media/container/test.sh',
];

const allowed = [
  /^package(\.nls(\.[a-z-]+)?)?\.json$/,
  /^(readme|changelog)\.md$/,
  /^LICENSE\.txt$/,
  /^dist\/[a-z-]+\.cjs$/,
  /^dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^dist\/webview\/[a-z-]+\.(js|css)$/,
  /^media\/(activity-bar\.svg|history-(dark|light)\.svg|icon\.png)$/,
  /^media\/php-benchmarks\.schema\.json$/,
  /^media\/docs\/[a-z-]+\.png$/,
  /^media\/walkthrough\/[a-z-]+\.(svg|png|md)$/,
  /^media\/container\/(build\.sh|bison\.sh|runner\.c|test\.sh)$/,
  /^media\/l10n\/bundle\.l10n(\.[a-z-]+)?\.json$/,
];

/** Private keys, tokens of package registries and of hosting sites, and files of this machine's user. */
const secrets = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40}/,
  /\b(npm_[A-Za-z0-9]{36}|ghp_[A-Za-z0-9]{36}|github_pat_\w{40,})\b/,
  /_authToken\s*=/,
];

describe('the packaged extension', () => {
  let path = '';
  let entries: readonly ZipEntry[] = [];

  before(async () => {
    path = await productPackage();
    entries = await readZip(path);
  });

  const ownEntries = () =>
    entries
      .filter((entry) => entry.path.startsWith('extension/'))
      .map((entry) => ({ ...entry, path: entry.path.slice('extension/'.length) }));

  it('holds what it needs', () => {
    const paths = new Set(ownEntries().map((entry) => entry.path));
    assert.deepEqual(
      needed.filter((name) => !paths.has(name)),
      [],
    );
  });

  it('holds nothing else: no source, no tests, no source maps', () => {
    const strangers = ownEntries().filter((entry) => !allowed.some((pattern) => pattern.test(entry.path)));
    assert.deepEqual(
      strangers.map((entry) => entry.path),
      [],
    );
    assert.deepEqual(
      entries
        .map((entry) => entry.path)
        .filter((name) => !name.startsWith('extension/'))
        .sort(),
      ['[Content_Types].xml', 'extension.vsixmanifest'],
    );
  });

  it('names every file that its manifest refers to', () => {
    const files = new Map(ownEntries().map((entry) => [entry.path, entry.content]));
    const manifest = files.get('package.json')?.toString('utf8') ?? '';
    const referred = [...manifest.matchAll(/"(?:\.\/)?((?:dist|media|l10n)\/[^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    assert.ok(referred.includes('dist/extension.cjs'), 'the manifest names its entry');
    assert.deepEqual(
      referred.filter((name) => !files.has(name) && !isFolderOf(name, files)),
      [],
    );
  });

  it('holds no secret and no path of this machine', () => {
    for (const entry of entries) {
      const text = entry.content.toString('utf8');
      for (const secret of secrets) {
        assert.doesNotMatch(text, secret, entry.path);
      }
      assert.ok(!text.includes(process.cwd()), `${entry.path} holds ${process.cwd()}`);
    }
  });

  it('says how large it is', async (t) => {
    const { size } = await stat(path);
    t.diagnostic(`${path}: ${(size / 1000).toFixed(0)} kB`);
    assert.ok(size > 0);
  });
});

function isFolderOf(name: string, files: ReadonlyMap<string, Buffer>): boolean {
  const folder = name.endsWith('/') ? name : `${name}/`;
  return [...files.keys()].some((path) => path.startsWith(folder));
}
