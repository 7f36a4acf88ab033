import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { cacheDirectory } from '../../scripts/setup/locations.ts';
import { ensurePhpTree, makeGitCheckout } from '../../scripts/setup/php-tree.ts';
import { locked } from '../../src/local/locked.ts';

/**
 * A git checkout of a real PHP release that tests may edit, as its only commit left it. It keeps its path from run
 * to run, and with it its build volume in the tests' own engine.
 */
export async function phpCheckout(): Promise<string> {
  const release = await ensurePhpTree();
  const parent = join(cacheDirectory(), 'test-trees');
  const path = join(parent, basename(release.path));
  await mkdir(parent, { recursive: true });
  await locked(join(cacheDirectory(), 'locks', 'test-tree'), async () => {
    if (!existsSync(path)) {
      await makeGitCheckout(release.path, path);
    }
    await execa('git', ['-C', path, 'reset', '--quiet', '--hard']);
    await execa('git', ['-C', path, 'clean', '--quiet', '--force', '-dx']);
  });
  return path;
}
