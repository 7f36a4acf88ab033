/** The browser that the end-to-end tests drive and the chart's picture is taken with: Debian's own Chromium. */
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { SetupError } from './setup-error.ts';
import { ensureSystemPackages } from './system-packages.ts';

const programs = ['chromium', 'chromium-browser'];

/**
 * Path of a Chromium: the one in CHROMIUM_PATH, else the one on PATH, else Debian's package, which is installed
 * first (root, or sudo without a password). Rejects with a sentence that says what is missing.
 */
export async function ensureChromium(): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== '') {
    if (!(await isExecutable(given))) {
      throw new SetupError(`CHROMIUM_PATH names "${given}", which is no program. Correct it, or unset it.`);
    }
    return given;
  }
  const present = await findChromium();
  if (present !== undefined) {
    return present;
  }
  await ensureSystemPackages(['chromium']);
  const installed = await findChromium();
  if (installed === undefined) {
    throw new SetupError(
      'The package "chromium" is installed, but there is no program of that name on PATH.',
    );
  }
  return installed;
}

async function findChromium(): Promise<string | undefined> {
  const directories = (process.env.PATH ?? '').split(delimiter).filter((directory) => directory !== '');
  for (const directory of [...directories, '/usr/bin']) {
    for (const program of programs) {
      const path = join(directory, program);
      if (await isExecutable(path)) {
        return path;
      }
    }
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
