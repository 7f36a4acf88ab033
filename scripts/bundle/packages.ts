/** Which npm packages a bundle holds, and under which licences. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import * as v from 'valibot';
import { repository } from './targets.ts';

const manifestSchema = v.object({
  name: v.string(),
  version: v.string(),
  license: v.optional(v.string(), 'see its repository'),
});

/** The folders below the repository of the packages whose files went into a bundle. */
export function bundledPackages(metafile: Metafile): readonly string[] {
  const folders = new Set<string>();
  for (const input of Object.keys(metafile.inputs)) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match?.[1] !== undefined) {
      folders.add(match[1]);
    }
  }
  return [...folders].sort();
}

/** A package's name from its folder. */
export function packageName(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** The licences of these packages as one text, as their authors ask of whoever passes their work on. */
export async function licenceNotices(folders: readonly string[]): Promise<string> {
  const parts = await Promise.all([...new Set(folders)].sort().map(notice));
  return ['PHP Source Bench contains the following packages.\n', ...[...new Set(parts)]].join(
    `\n${'-'.repeat(78)}\n\n`,
  );
}

async function notice(folder: string): Promise<string> {
  const path = join(repository, folder);
  const manifest = v.parse(manifestSchema, JSON.parse(await readFile(join(path, 'package.json'), 'utf8')));
  const files = (await readdir(path)).filter((name) => /^(licen[cs]e|notice)/i.test(name)).sort();
  const texts = await Promise.all(files.map((name) => readFile(join(path, name), 'utf8')));
  return `${manifest.name} ${manifest.version} (${manifest.license})\n\n${texts.map((text) => text.trim()).join('\n\n')}\n`;
}
