/** A real VS Code with the packaged extension, and the extensions that come with it. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import * as v from 'valibot';
import { ensureCodeServer } from '../../../scripts/setup/code-server.ts';
import { type ExtensionPackage, packageExtension } from '../../../scripts/setup/extension-package.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { openStage, type Stage } from '../../e2e/support/open-stage.ts';
import { runCommand } from '../../e2e/support/palette.ts';
import { waitForStatus } from '../../e2e/support/parts.ts';
import { withWorkbench } from '../../e2e/support/workbench.ts';

/** An editor that windows can be opened in. */
export interface BenchEditor {
  readonly stage: Stage;
  readonly extension: ExtensionPackage;
}

/**
 * Packages the extension and opens an editor with it, on the engine behind the socket.
 * @param versions gets the editor's
 */
export async function openEditor(socketPath: string, versions: Map<string, string>): Promise<BenchEditor> {
  const { package: server } = await ensureCodeServer();
  const { version } = v.parse(
    v.object({ version: v.string() }),
    JSON.parse(await readFile(join(server, 'lib', 'vscode', 'package.json'), 'utf8')),
  );
  versions.set('VS Code', version);
  const extension = await packageExtension();
  const stage = await openStage({
    vsix: async () => extension.path,
    env: async () => ({ DOCKER_HOST: `unix://${socketPath}` }),
  });
  return { stage, extension };
}

/**
 * Opens a php-src tree in a window of its own, and reads how many milliseconds loading and activating took the
 * extensions, by their names in the editor's list. The editor counts whole ones; less than one counts as one.
 * @param folder absolute
 * @param names extensions that are waited for
 */
export async function readActivationTimes(
  { stage }: BenchEditor,
  folder: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  return withWorkbench(stage, { name: 'bench-activation', folder }, async (page) => {
    await waitForStatus(page, /PHP \d+\.\d+\.\d+/);
    await runCommand(page, 'Developer: Show Running Extensions');
    const rows = page.locator('.runtime-extensions-editor .monaco-list-row');
    return eventually('activation times in the list of running extensions', async () => {
      const times = parseActivationTimes(await rows.allInnerTexts());
      return names.every((name) => times.has(name)) ? times : undefined;
    });
  });
}

/** @param rows texts of the list's rows: a name in the first line, a time in one of the others */
export function parseActivationTimes(rows: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    rows.flatMap((row): [string, number][] => {
      const name = row.trim().split('\n')[0]?.trim() ?? '';
      const time = /Activation: (\d+)ms/.exec(row)?.[1];
      return time === undefined || name === '' ? [] : [[name, Math.max(1, Number(time))]];
    }),
  );
}

/** Extensions of the editor that are active in every window with a php-src checkout, by their names in its list. */
export const alwaysActive = ['Git', 'GitHub', 'Emmet', 'Merge Conflict'] as const;

/** Extensions of the editor that do as much as ours or more, by the names of their folders. */
export const builtInExtensions = ['git', 'github', 'emmet', 'php-language-features', 'npm'] as const;

const manifestSchema = v.object({ main: v.string() });

/** Bytes of code that the editor reads when it activates one of its own extensions. */
export async function builtInLoadBytes(name: string): Promise<number> {
  const folder = await builtInFolder(name);
  const { main } = v.parse(manifestSchema, JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
  return (await stat(join(folder, main.endsWith('.js') ? main : `${main}.js`))).size;
}

/** Bytes that one of the editor's own extensions would have as a package: each file deflated, as in a .vsix. */
export async function builtInPackageBytes(name: string): Promise<number> {
  const folder = await builtInFolder(name);
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  let bytes = 0;
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    bytes += deflateRawSync(await readFile(join(entry.parentPath, entry.name))).length;
  }
  return bytes;
}

async function builtInFolder(name: string): Promise<string> {
  const { package: server } = await ensureCodeServer();
  return join(server, 'lib', 'vscode', 'extensions', name);
}
