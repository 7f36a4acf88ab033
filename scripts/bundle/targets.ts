/** What is bundled from what: the extension, what it loads later, the command line and the panel's page. */
import { basename, join, resolve } from 'node:path';
import type { BuildOptions, Plugin } from 'esbuild';

export const repository = join(import.meta.dirname, '..', '..');
export const outputDirectory = join(repository, 'dist');

export interface BundleMode {
  /** Source maps and readable output, for debugging; never in a package. */
  readonly development: boolean;
}

/** A file of `dist/` and the packages that it may hold, `undefined` for no limit. */
export interface Target {
  readonly name: string;
  readonly options: BuildOptions;
  readonly allowedPackages: readonly string[] | undefined;
}

const source = (path: string) => join(repository, 'src', path);

/** Modules that become files of their own, which the others load: their path in `src/` and in `dist/`. */
const ownFiles: Readonly<Record<string, string>> = {
  // Loaded on first use, so that activation neither reads nor parses the engine's client.
  'compose.ts': './compose.cjs',
  // One class of errors for both sides: with two copies, neither would know the other's by `instanceof`.
  'core/errors.ts': './errors.cjs',
};

/** Leaves imports of the modules that are files of their own to `require`, except for `entry` itself. */
function separateFiles(entry: string): Plugin {
  const separate = new Map(
    Object.entries(ownFiles)
      .filter(([path]) => path !== entry)
      .map(([path, file]) => [source(path), file]),
  );
  return {
    name: 'separate-files',
    setup(build) {
      build.onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, kind }) => {
        const file = kind === 'entry-point' ? undefined : separate.get(resolve(resolveDir, path));
        return file === undefined ? undefined : { path: file, external: true };
      });
    },
  };
}

/**
 * Parts of dockerode that are never called: BuildKit sessions (gRPC) and its own SSH. `engine/` speaks to BuildKit
 * without a session and refuses SSH endpoints, so that half of the bundle would be dead weight.
 */
const unusedParts = /[\\/](dockerode[\\/]lib[\\/]session|docker-modem[\\/]lib[\\/]ssh)\.js$/;

/** Puts a function that only throws in the place of each unused part. */
const leaveOutUnusedParts: Plugin = {
  name: 'leave-out-unused-parts',
  setup(build) {
    build.onLoad({ filter: unusedParts }, ({ path }) => ({
      contents: `module.exports = () => { throw new Error(${JSON.stringify(`${basename(path)} is not in this bundle.`)}); };`,
      loader: 'js',
    }));
  },
};

/** All the targets. */
export function targets(mode: BundleMode): readonly Target[] {
  return [
    nodeTarget('extension.cjs', 'extension.ts', mode, ['env-paths', 'valibot']),
    nodeTarget('compose.cjs', 'compose.ts', mode, undefined),
    nodeTarget('errors.cjs', 'core/errors.ts', mode, []),
    commandLineTarget(mode),
    pageTarget(mode),
  ];
}

const addressOfFile = 'psbFileUrl';

function nodeOptions({ development }: BundleMode): BuildOptions {
  return {
    absWorkingDir: repository,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['vscode'],
    // What Node would take of it finds its parts in a way that no bundler sees.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    // `import()` of a bundled file becomes `require`, which every host of extensions supports.
    supported: { 'dynamic-import': false },
    define: {
      'import.meta.url': addressOfFile,
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
    },
    banner: { js: `const ${addressOfFile} = require('node:url').pathToFileURL(__filename).href;` },
    minify: !development,
    keepNames: true,
    sourcemap: development ? 'linked' : false,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  };
}

function nodeTarget(
  file: string,
  entry: string,
  mode: BundleMode,
  allowedPackages: readonly string[] | undefined,
): Target {
  return {
    name: file,
    allowedPackages,
    options: {
      ...nodeOptions(mode),
      entryPoints: [source(entry)],
      outfile: join(outputDirectory, file),
      plugins: [separateFiles(entry), leaveOutUnusedParts],
    },
  };
}

/** The command line stands alone: one file that runs wherever a fitting Node is. */
function commandLineTarget(mode: BundleMode): Target {
  const options = nodeOptions(mode);
  return {
    name: 'cli.cjs',
    allowedPackages: undefined,
    options: {
      ...options,
      entryPoints: [source('cli.ts')],
      plugins: [leaveOutUnusedParts],
      outfile: join(outputDirectory, 'cli.cjs'),
      banner: { js: `#!/usr/bin/env node\n${options.banner?.js ?? ''}` },
    },
  };
}

function pageTarget({ development }: BundleMode): Target {
  return {
    name: 'webview',
    allowedPackages: [
      '@microsoft/fast-element',
      '@microsoft/fast-foundation',
      '@microsoft/fast-web-utilities',
      '@vscode/webview-ui-toolkit',
      'exenv-es6',
      'tabbable',
      'tslib',
      'uplot',
      'valibot',
    ],
    options: {
      absWorkingDir: repository,
      entryPoints: [join(repository, 'webview', 'panel.ts'), join(repository, 'webview', 'panel.css')],
      outdir: join(outputDirectory, 'webview'),
      bundle: true,
      platform: 'browser',
      format: 'iife',
      target: 'chrome128',
      minify: !development,
      sourcemap: development ? 'linked' : false,
      legalComments: 'none',
      metafile: true,
      logLevel: 'warning',
    },
  };
}
