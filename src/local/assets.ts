import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ContainerAssets } from '../core/ports.ts';

/**
 * Reads what runs inside containers.
 * @param productRoot the folder with `media/`: the extension's, or the checkout's
 */
export async function readContainerAssets(productRoot: string): Promise<ContainerAssets> {
  const read = (name: string) => readFile(join(productRoot, 'media', 'container', name), 'utf8');
  const [buildScript, testScript, runnerSource, bisonScript] = await Promise.all([
    read('build.sh'),
    read('test.sh'),
    read('runner.c'),
    read('bison.sh'),
  ]);
  return { buildScript, testScript, runnerSource, bisonScript };
}
