import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSourceVersions, sourceLines } from '../../../scripts/setup/debian-source.ts';
import { installedMatches } from '../../../scripts/setup/installed-packages.ts';
import { cacheDirectory, dataDirectory, stateDirectory } from '../../../scripts/setup/locations.ts';
import { newestTree, phpSourcePackages } from '../../../scripts/setup/php-tree.ts';
import { lastLines } from '../../../scripts/setup/setup-error.ts';
import { formatDuration } from '../../../scripts/setup/steps.ts';
import { installedPackages } from '../../../scripts/setup/system-packages.ts';

test('directories follow the XDG rules; a relative one is ignored', () => {
  const home = { HOME: '/home/a' };
  assert.equal(cacheDirectory(home), '/home/a/.cache/php-source-bench');
  assert.equal(dataDirectory(home), '/home/a/.local/share/php-source-bench');
  assert.equal(stateDirectory(home), '/home/a/.local/state/php-source-bench');
  assert.equal(cacheDirectory({ ...home, XDG_CACHE_HOME: '/x' }), '/x/php-source-bench');
  assert.equal(cacheDirectory({ ...home, XDG_CACHE_HOME: 'x' }), '/home/a/.cache/php-source-bench');
});

test("Debian's sources become deb-src lines, once each, and nobody else's", () => {
  const targets = [
    'Debian|http://mirror.example/debian/|bookworm|main',
    'Debian|http://mirror.example/debian/|bookworm|main',
    'Debian|http://mirror.example/debian-security/|bookworm-security|main',
    'Vendor|http://vendor.example/|stable|main',
    '$(ORIGIN)|http://unread.example/|stable|main',
    '',
  ].join('\n');
  assert.deepEqual(sourceLines(targets, '/k.gpg'), [
    'deb-src [signed-by=/k.gpg] http://mirror.example/debian/ bookworm main',
    'deb-src [signed-by=/k.gpg] http://mirror.example/debian-security/ bookworm-security main',
  ]);
});

test('source entries are read by name and version', () => {
  const listing =
    'Package: php8.2\nBinary: php8.2\nVersion: 8.2.1-1\nFiles:\n x\n\nPackage: php8.4\nVersion: 8.4.2-1\n\n';
  assert.deepEqual(parseSourceVersions(listing), [
    { name: 'php8.2', version: '8.2.1-1' },
    { name: 'php8.4', version: '8.4.2-1' },
  ]);
  assert.deepEqual(parseSourceVersions('N: Unable to locate package php9.9\n'), []);
});

test('newer PHP packages are asked for first', () => {
  const names = phpSourcePackages();
  assert.ok(names.indexOf('php8.4') < names.indexOf('php8.2'));
  assert.ok(names.indexOf('php8.2') < names.indexOf('php7.4'));
});

test('the newest release tree is chosen by number', () => {
  assert.equal(
    newestTree(['php-8.2.9', 'php-8.2.32', 'unfinished-x', 'php-8.2.32.orig.tar.xz']),
    'php-8.2.32',
  );
  assert.equal(newestTree(['unfinished-php-8.2.1']), undefined);
});

test('only completely installed packages count', () => {
  const output = 'ii  git\nhi  make\nrc  xz-utils\nun  docker.io\niF  broken\n';
  assert.deepEqual([...installedPackages(output)], ['git', 'make']);
});

test('installed npm packages match their lock, without those of other platforms', () => {
  const lock = (packages: Record<string, unknown>) => JSON.stringify({ packages: { '': {}, ...packages } });
  const wanted = lock({
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/b-darwin': { version: '1.0.0', integrity: 'sha512-b', optional: true },
  });
  const a = { version: '1.0.0', integrity: 'sha512-a' };
  assert.equal(installedMatches(wanted, lock({ 'node_modules/a': a })), true);
  assert.equal(installedMatches(wanted, lock({})), false);
  assert.equal(installedMatches(wanted, lock({ 'node_modules/a': { ...a, version: '1.0.1' } })), false);
  assert.equal(installedMatches(wanted, lock({ 'node_modules/a': { ...a, integrity: 'sha512-x' } })), false);
  assert.equal(installedMatches(wanted, lock({ 'node_modules/a': a, 'node_modules/extra': a })), false);
  assert.equal(installedMatches(wanted, 'half a file {'), false);
  assert.equal(installedMatches('null', '{}'), false);
});

test('durations and log ends are short', () => {
  assert.equal(formatDuration(40), '0.0 s');
  assert.equal(formatDuration(59_940), '59.9 s');
  assert.equal(formatDuration(59_960), '1 min 00 s');
  assert.equal(formatDuration(125_400), '2 min 05 s');
  assert.equal(lastLines('1\n2\n3\n', 2), '    2\n    3');
});
