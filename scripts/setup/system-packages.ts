/** Debian packages that the scripts need on this machine. */
import { existsSync } from 'node:fs';
import { tryAsRoot, tryCommand } from './root.ts';
import { lastLines, SetupError } from './setup-error.ts';
import { say } from './steps.ts';

/**
 * Installs those of these Debian packages that are missing, and returns their names. Rejects with a sentence that
 * says what to do if this is no Debian machine, if root cannot be had, or with apt's last lines.
 */
export async function ensureSystemPackages(packages: readonly string[]): Promise<readonly string[]> {
  const missing = await missingPackages(packages);
  if (missing.length === 0) {
    return [];
  }
  say(`Installing Debian packages: ${missing.join(', ')}`);
  const first = await install(missing);
  if (first.exitCode !== 0) {
    // The lists may be absent or too old. A source that does not answer is no reason to stop: the packages decide.
    await tryAsRoot('update the package lists', 'apt-get', ['update', '--quiet']);
    const second = await install(missing);
    if (second.exitCode !== 0) {
      throw new SetupError(`apt-get could not install ${missing.join(', ')}:\n${lastLines(second.all)}`);
    }
  }
  return missing;
}

/** Whether this machine's software is managed as Debian packages. */
export function hasDebianPackages(): boolean {
  return process.platform === 'linux' && existsSync('/usr/bin/dpkg-query') && existsSync('/usr/bin/apt-get');
}

function install(packages: readonly string[]) {
  return tryAsRoot(`install ${packages.join(', ')}`, 'apt-get', [
    'install',
    '--yes',
    '--quiet',
    '--no-install-recommends',
    // Another apt, of the machine's own timers perhaps, is waited for.
    '--option=DPkg::Lock::Timeout=300',
    '--',
    ...packages,
  ]);
}

async function missingPackages(packages: readonly string[]): Promise<readonly string[]> {
  if (!hasDebianPackages()) {
    throw notDebian(packages);
  }
  const result = await tryCommand('dpkg-query', [
    '--show',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is dpkg's own notation
    '--showformat=${db:Status-Abbrev} ${Package}\\n',
    '--',
    ...packages,
  ]);
  const installed = installedPackages(result.stdout);
  return packages.filter((name) => !installed.has(name));
}

/** The names of the packages that dpkg-query says are completely installed. */
export function installedPackages(dpkgOutput: string): ReadonlySet<string> {
  const names = dpkgOutput
    .split('\n')
    .filter((line) => /^[ih]i /.test(line))
    .map((line) => line.slice(2).trim());
  return new Set(names);
}

function notDebian(packages: readonly string[]): SetupError {
  return new SetupError(
    `This machine has no Debian packages, so install what these give by hand: ${packages.join(', ')}.`,
  );
}
