/** Enforces the table of rooms in `src/README.md` by reading what every file imports. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Room {
  /** Path below the root, a folder or a file. */
  readonly path: string;
  /** Rooms it may import, as the start of a path below the root. */
  readonly rooms: readonly string[];
  /** Packages it may import. */
  readonly packages: readonly string[];
  readonly node: boolean;
}

/** The first match decides. */
const rooms: readonly Room[] = [
  {
    path: 'src/extension.ts',
    rooms: ['src/host/', 'src/compose.ts', 'src/core/', 'src/local/locations.ts'],
    packages: ['vscode'],
    node: true,
  },
  { path: 'src/compose.ts', rooms: ['src/core/', 'src/engine/', 'src/local/'], packages: [], node: true },
  {
    path: 'src/cli.ts',
    rooms: ['src/core/', 'src/cli/', 'src/compose.ts', 'src/local/'],
    packages: ['commander'],
    node: true,
  },
  {
    path: 'src/cli/',
    rooms: ['src/core/', 'src/cli/'],
    packages: ['commander', 'cli-table3'],
    node: true,
  },
  {
    path: 'src/core/',
    rooms: ['src/core/'],
    packages: ['valibot', 'jsonc-parser', 'd3-scale', 'd3-shape'],
    node: false,
  },
  {
    path: 'src/engine/',
    rooms: ['src/core/', 'src/engine/'],
    packages: ['dockerode', 'tar-stream', 'protobufjs', 'valibot'],
    node: true,
  },
  {
    path: 'src/local/',
    rooms: ['src/core/', 'src/local/'],
    packages: ['execa', 'tar-stream', 'env-paths', 'undici', 'valibot', 'csv-parse', 'csv-stringify'],
    node: true,
  },
  { path: 'src/shared/', rooms: ['src/shared/'], packages: ['valibot'], node: false },
  {
    path: 'src/host/',
    rooms: ['src/core/', 'src/shared/', 'src/host/'],
    packages: ['vscode', 'valibot'],
    node: true,
  },
  {
    path: 'webview/toolkit.ts',
    rooms: ['src/shared/', 'webview/'],
    packages: ['@vscode/webview-ui-toolkit'],
    node: false,
  },
  {
    path: 'webview/',
    rooms: ['src/shared/', 'src/core/plot/', 'src/core/stats/', 'webview/'],
    packages: ['uplot'],
    node: false,
  },
  {
    path: 'test/bench/framework/',
    rooms: ['test/bench/framework/', 'src/core/stats/'],
    packages: [],
    node: false,
  },
  {
    path: 'test/bench/detect/',
    rooms: ['test/bench/detect/', 'test/support/', 'src/core/'],
    packages: [],
    node: true,
  },
  {
    path: 'test/bench/verdicts/',
    rooms: ['test/bench/verdicts/', 'test/support/', 'src/'],
    packages: [],
    node: true,
  },
  { path: 'test/bench/history/', rooms: ['test/support/', 'src/'], packages: [], node: true },
  { path: 'test/bench/page/', rooms: ['src/core/stats/', 'src/shared/'], packages: ['uplot'], node: false },
  {
    path: 'test/bench/support/',
    rooms: [
      'test/bench/framework/',
      'test/bench/support/',
      'test/support/',
      'test/e2e/support/',
      'scripts/',
      'src/',
    ],
    packages: ['esbuild', 'execa', 'playwright-core', 'tar-stream', 'valibot'],
    node: true,
  },
  {
    path: 'test/bench/rows/',
    rooms: [
      'test/bench/detect/',
      'test/bench/framework/',
      'test/bench/rows/',
      'test/bench/support/',
      'test/support/',
      'scripts/',
      'src/',
    ],
    packages: ['dockerode'],
    node: true,
  },
];

/** Packages with exactly one home, whoever else might list them by mistake. */
const homes: Readonly<Record<string, string>> = {
  vscode: 'src/host/|src/extension.ts',
  dockerode: 'src/engine/|test/bench/rows/streams.ts',
  execa: 'src/local/|test/bench/support/command.ts',
  'csv-parse': 'src/local/',
  'csv-stringify': 'src/local/',
  uplot: 'webview/|test/bench/page/',
  '@vscode/webview-ui-toolkit': 'webview/toolkit.ts',
};

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

const files = [...sources('src'), ...sources('webview'), ...sources('test/bench')];

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const pattern =
    /^(?:import|export)\b[^;'"]*?from '([^'\n]+)'|\bimport\('([^'\n]+)'\)|^import '([^'\n]+)'/gm;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function violation(file: string, specifier: string): string | undefined {
  const room = rooms.find((candidate) => file.startsWith(candidate.path));
  if (room === undefined) {
    return `${file} is in no room`;
  }
  if (specifier.startsWith('.')) {
    const target = join(file, '..', specifier).replaceAll('\\', '/');
    const allowed = room.rooms.some((path) => target.startsWith(path));
    return allowed ? undefined : `${file} must not import ${target}`;
  }
  if (specifier.startsWith('node:')) {
    return room.node ? undefined : `${file} must not import ${specifier}`;
  }
  const name = packageName(specifier);
  const home = homes[name];
  const atHome = home === undefined || home.split('|').some((path) => file.startsWith(path));
  return room.packages.includes(name) && atHome ? undefined : `${file} must not import the package ${name}`;
}

describe('the rooms', () => {
  it('import only what the table in src/README.md allows', () => {
    assert.ok(files.length > 40);
    const found = files.flatMap((file) => importsOf(file).map((specifier) => violation(file, specifier)));
    assert.deepEqual(
      found.filter((text) => text !== undefined),
      [],
    );
  });

  it('have no default exports, no barrels and no util files', () => {
    for (const file of files) {
      const text = readFileSync(join(root, file), 'utf8');
      assert.doesNotMatch(text, /^export default /m, file);
      assert.doesNotMatch(text, /^export (type )?(\*|\{[^}]*\}) from /m, file);
      assert.doesNotMatch(file, /(^|\/)(utils?|helpers?|index)\.ts$/);
    }
  });

  it('see a forbidden import when there is one', () => {
    assert.equal(violation('src/core/x.ts', 'node:fs'), 'src/core/x.ts must not import node:fs');
    assert.equal(
      violation('src/host/x.ts', '../engine/connect.ts'),
      'src/host/x.ts must not import src/engine/connect.ts',
    );
    assert.equal(
      violation('src/local/x.ts', 'dockerode'),
      'src/local/x.ts must not import the package dockerode',
    );
    assert.equal(
      violation('webview/x.ts', '@vscode/webview-ui-toolkit'),
      'webview/x.ts must not import the package @vscode/webview-ui-toolkit',
    );
    assert.equal(violation('webview/x.ts', '../src/shared/panel-messages.ts'), undefined);
  });
});
