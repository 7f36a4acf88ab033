/**
 * Brings node_modules in line with package-lock.json. Run by `scripts/run.mjs` before every command, so it imports
 * nothing from node_modules.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { locked } from '../../src/local/locked.ts';
import { installedMatches } from './installed-packages.ts';
import { cacheDirectory } from './locations.ts';

const repository = join(import.meta.dirname, '..', '..');

async function ensureDependencies(): Promise<number> {
  if (await upToDate()) {
    return 0;
  }
  const name = createHash('sha256').update(repository).digest('hex').slice(0, 16);
  return locked(join(cacheDirectory(), 'locks', `npm-${name}`), async () =>
    (await upToDate()) ? 0 : installDependencies(),
  );
}

async function upToDate(): Promise<boolean> {
  const wanted = await readText(join(repository, 'package-lock.json'));
  const installed = await readText(join(repository, 'node_modules', '.package-lock.json'));
  return wanted !== undefined && installed !== undefined && installedMatches(wanted, installed);
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  }
}

function installDependencies(): number {
  console.log('Installing the npm packages of package-lock.json ...');
  const startedAtMs = performance.now();
  const result = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'],
    {
      cwd: repository,
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  if (result.status !== 0) {
    console.error('npm could not install the packages (see above). Check the network, and try again.');
    return result.status ?? 1;
  }
  console.log(`  done in ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`);
  return 0;
}

process.exitCode = await ensureDependencies();
