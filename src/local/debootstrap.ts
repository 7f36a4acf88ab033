/** Makes a base root file system with debootstrap. */
import { constants } from 'node:fs';
import { access, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from '../core/errors.ts';
import type { ByteStream } from '../core/model/engine.ts';
import type { BootstrapPort } from '../core/ports.ts';
import { chooseMirror } from './bootstrap/apt-sources.ts';
import { debianArchitecture, foreignObstacle } from './bootstrap/foreign.ts';
import { readAptSources } from './bootstrap/machine-apt.ts';
import { runDebootstrap, systemEnvironment, systemPath } from './bootstrap/run-debootstrap.ts';
import { withWorkspace } from './bootstrap/workspace.ts';
import { streamOutput } from './process-stream.ts';

export interface BootstrapOptions {
  readonly cacheDirectory: string;
}

const needed = ['debootstrap', 'gpgv', 'unshare', 'tar'];
const scriptsDirectory = '/usr/share/debootstrap/scripts';
const keyringsDirectory = '/usr/share/keyrings';

async function canRead(file: string, mode: number): Promise<boolean> {
  try {
    await access(file, mode);
    return true;
  } catch {
    return false;
  }
}

async function isOnPath(program: string): Promise<boolean> {
  for (const directory of systemPath(process.env).split(':')) {
    if (directory !== '' && (await canRead(join(directory, program), constants.X_OK))) {
      return true;
    }
  }
  return false;
}

async function hasDistributionKeyring(): Promise<boolean> {
  for (const distribution of ['debian', 'ubuntu']) {
    if (await canRead(join(keyringsDirectory, `${distribution}-archive-keyring.gpg`), constants.R_OK)) {
      return true;
    }
  }
  return false;
}

/** The keyring that signs a suite, as debootstrap's own script for it says. */
async function keyringOf(suite: string): Promise<string> {
  let script: string;
  try {
    script = await readFile(join(scriptsDirectory, suite), 'utf8');
  } catch (error) {
    throw errors.baseImageUnavailable(suite, 'debootstrap does not know this release.', error);
  }
  const keyring = /^\s*keyring\s+(\/\S+)\s*$/m.exec(script)?.[1];
  if (keyring === undefined || !(await canRead(keyring, constants.R_OK))) {
    const name = keyring ?? 'that signs it';
    throw errors.baseImageUnavailable(suite, `the keyring ${name} is not installed.`);
  }
  return keyring;
}

function checkMirror(mirror: string): void {
  const protocols = ['http:', 'https:', 'file:'];
  if (mirror !== '' && !(URL.canParse(mirror) && protocols.includes(new URL(mirror).protocol))) {
    throw errors.invalidSetting('phpSourceBench.machine.profiles', 'packageMirror is not an http address.');
  }
}

/** What only this machine's moment made, and what would make the image larger for nothing. */
async function removeByProducts(directory: string): Promise<void> {
  for (const path of ['var/cache/apt', 'var/lib/apt/lists']) {
    for (const name of await readdir(join(directory, path))) {
      await rm(join(directory, path, name), { recursive: true, force: true });
    }
  }
  for (const path of ['etc/hostname', 'etc/resolv.conf', 'var/log/bootstrap.log']) {
    await rm(join(directory, path), { force: true });
  }
}

/** A tar of the root file system without device files, which no container takes from an image. */
function packRoot(directory: string, suite: string, signal: AbortSignal): ByteStream {
  const left = ['./dev/*', './proc/*', './sys/*'].map((pattern) => `--exclude=${pattern}`);
  const form = ['--create', '--numeric-owner', '--sort=name', '--one-file-system', '--anchored'];
  return streamOutput(
    {
      command: 'tar',
      args: [...form, ...left, `--directory=${directory}`, '.'],
      environment: systemEnvironment(process.env),
      failure: (standardError, cause) =>
        errors.baseImageUnavailable(suite, `packing it failed (${standardError.trim()}).`, cause),
    },
    signal,
  );
}

/** Bootstraps from the packages of this machine's distribution; needs Linux, root, and Debian's tools. */
export function aptBootstrap(options: BootstrapOptions): BootstrapPort {
  return {
    async unavailableBecause(platform) {
      if (process.platform !== 'linux') {
        return 'a base image can only be bootstrapped on Linux.';
      }
      if (process.geteuid?.() !== 0) {
        return 'a base image can only be bootstrapped by root.';
      }
      for (const program of needed) {
        if (!(await isOnPath(program))) {
          return `${program} is not installed.`;
        }
      }
      if (!(await hasDistributionKeyring())) {
        return 'no keyring of the distribution is installed (debian-archive-keyring).';
      }
      return foreignObstacle(platform);
    },

    async bootstrap({ suite, platform, mirror, proxy }, onLine, use, signal) {
      if (!/^[a-z][a-z0-9-]*$/.test(suite)) {
        throw errors.baseImageUnavailable(suite, 'this is not the name of a release.');
      }
      checkMirror(mirror);
      const keyring = await keyringOf(suite);
      const source = mirror || chooseMirror(await readAptSources('/etc/apt'), suite, keyring);
      return withWorkspace(options.cacheDirectory, async (workspace) => {
        // One level down, since debootstrap decides the mode of what becomes `/`.
        const directory = join(workspace, 'root');
        const architecture = debianArchitecture(platform);
        const request = { suite, architecture, directory, keyring, mirror: source, proxy };
        await runDebootstrap(request, onLine, signal);
        await removeByProducts(directory);
        return use(packRoot(directory, suite, signal));
      });
    },
  };
}
