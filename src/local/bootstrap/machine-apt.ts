import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AptSource, parseDeb822Sources, parseOneLineSources } from './apt-sources.ts';

async function readOptional(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return '';
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch {
    return [];
  }
}

/** All package sources below an apt configuration directory; what cannot be read is as if it were not there. */
export async function readAptSources(directory: string): Promise<AptSource[]> {
  const sources = parseOneLineSources(await readOptional(join(directory, 'sources.list')));
  const parts = join(directory, 'sources.list.d');
  for (const name of await namesIn(parts)) {
    const parse = name.endsWith('.list')
      ? parseOneLineSources
      : name.endsWith('.sources')
        ? parseDeb822Sources
        : undefined;
    if (parse !== undefined) {
      sources.push(...parse(await readOptional(join(parts, name))));
    }
  }
  return sources;
}
