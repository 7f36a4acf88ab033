/** Makes the .vsix, the one file that people install. */
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import * as v from 'valibot';
import { lastLines, SetupError } from './setup-error.ts';

const repository = join(import.meta.dirname, '..', '..');

/** A packaged extension. */
export interface ExtensionPackage {
  /** Absolute path of the .vsix. */
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * Bundles the extension and packages it into `dist/php-source-bench-<version>.vsix`. Rejects with the tool's last
 * lines when it fails or warns: a warning means that a person would install something incomplete.
 */
export async function packageExtension(): Promise<ExtensionPackage> {
  const { name, version } = await readManifest();
  const path = join(repository, 'dist', `${name}-${version}.vsix`);
  await run('The build', process.execPath, [join(repository, 'scripts', 'build.ts')]);
  await mkdir(join(repository, 'dist'), { recursive: true });
  await rm(path, { force: true });
  const output = await run('vsce', process.execPath, [
    join(repository, 'node_modules', '@vscode', 'vsce', 'vsce'),
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    // The pictures of the README have no address on the web that links could be rewritten to.
    '--no-rewrite-relative-links',
    '--out',
    path,
  ]);
  const warnings = warningsOf(output);
  if (warnings.length > 0) {
    throw new SetupError(`vsce is not content with the package:\n${warnings.join('\n')}`);
  }
  return { path, sizeBytes: (await stat(path)).size };
}

/** The warnings and errors in what vsce prints. */
export function warningsOf(output: string): readonly string[] {
  return output.split('\n').filter((line) => /(^|\s)(WARNING|ERROR)\s/.test(line));
}

async function readManifest(): Promise<{ readonly name: string; readonly version: string }> {
  const text = await readFile(join(repository, 'package.json'), 'utf8');
  return v.parse(v.object({ name: v.string(), version: v.string() }), JSON.parse(text));
}

async function run(what: string, program: string, programArguments: readonly string[]): Promise<string> {
  const result = await execa(program, programArguments, {
    cwd: repository,
    // Colours would hide the words that are looked for.
    env: { NO_COLOR: '1', FORCE_COLOR: '0' },
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  if (result.failed) {
    throw new SetupError(`${what} failed:\n${lastLines(result.all)}`);
  }
  return result.all;
}
