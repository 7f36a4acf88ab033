/**
 * Upstream tarballs through Debian's source packages. Apt checks them against the distribution's signing key. The
 * machine's apt configuration stays as it is: lists and downloads go to a directory of ours, made for one use.
 */
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { runAsRoot, runCommand, tryCommand } from './root.ts';
import { lastLines, SetupError } from './setup-error.ts';
import { ensureSystemPackages } from './system-packages.ts';

/** Debian's archive keys; nothing else may sign what we take. */
const keyrings = [
  '/usr/share/keyrings/debian-archive-keyring.gpg',
  '/usr/share/keyrings/debian-archive-keyring.pgp',
];

/** A version of a source package that some index lists. */
export interface SourceVersion {
  readonly name: string;
  readonly version: string;
}

/**
 * Downloads the upstream tarball of the newest version of one of these source packages, earlier names first, into
 * `directory`; resolves to its path. A version whose files do not answer is passed over. Rejects if none can be had.
 */
export async function downloadUpstream(packageNames: readonly string[], directory: string): Promise<string> {
  await ensureSystemPackages(['debian-archive-keyring', 'ca-certificates']);
  const workspace = await mkdtemp(join(tmpdir(), 'php-source-bench-apt-'));
  try {
    // Apt drops its rights for downloads, so its own user must be able to enter.
    await chmod(workspace, 0o755);
    const options = await preparePrivateApt(workspace);
    const tarball = await downloadNewest(workspace, options, packageNames);
    await mkdir(directory, { recursive: true });
    const target = join(directory, tarball);
    await copyFile(join(workspace, tarball), `${target}.unfinished`);
    await rename(`${target}.unfinished`, target);
    return target;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

/** Makes a configuration with source lists only, reads the lists, and returns apt's options for it. */
async function preparePrivateApt(workspace: string): Promise<readonly string[]> {
  const sources = await debianSources();
  const list = join(workspace, 'sources.list');
  await writeFile(list, `${sources.join('\n')}\n`);
  for (const name of ['lists', 'cache', 'empty']) {
    await mkdir(join(workspace, name));
  }
  const options = [
    `--option=Dir::Etc::SourceList=${list}`,
    `--option=Dir::Etc::SourceParts=${join(workspace, 'empty')}`,
    `--option=Dir::State::Lists=${join(workspace, 'lists')}`,
    `--option=Dir::Cache=${join(workspace, 'cache')}`,
    '--option=Acquire::Languages=none',
  ];
  await runCommand('apt-get', [...options, 'update', '--quiet']);
  return options;
}

/** `deb-src` lines for what Debian itself publishes among the machine's sources. */
async function debianSources(): Promise<readonly string[]> {
  const keyring = keyrings.find((path) => existsSync(path));
  if (keyring === undefined) {
    throw new SetupError('Debian\'s keyring is missing. Install the package "debian-archive-keyring".');
  }
  let lines = sourceLines(await indexTargets(), keyring);
  if (lines.length === 0) {
    // Who publishes a source stands in its release file, which a fresh machine has not read yet.
    await runAsRoot('read the package lists', 'apt-get', ['update', '--quiet']);
    lines = sourceLines(await indexTargets(), keyring);
  }
  if (lines.length === 0) {
    throw new SetupError("None of this machine's package sources is Debian's. Give a tree with --tree PATH.");
  }
  return lines;
}

function indexTargets(): Promise<string> {
  return runCommand('apt-get', [
    'indextargets',
    '--format',
    '$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)',
    'Created-By: Packages',
  ]);
}

/** The `deb-src` lines, without doubles, for apt's index targets written as `origin|uri|release|component`. */
export function sourceLines(targets: string, keyring: string): readonly string[] {
  const lines = targets.split('\n').flatMap((line) => {
    const [origin, uri, release, component] = line.split('|');
    return origin === 'Debian' && uri && release && component
      ? [`deb-src [signed-by=${keyring}] ${uri} ${release} ${component}`]
      : [];
  });
  return [...new Set(lines)];
}

async function downloadNewest(
  workspace: string,
  options: readonly string[],
  packageNames: readonly string[],
): Promise<string> {
  const listing = await tryCommand('apt-cache', [
    ...options,
    'showsrc',
    '--only-source',
    '--',
    ...packageNames,
  ]);
  const found = parseSourceVersions(listing.stdout);
  let failure = 'none of the package sources lists it';
  for (const name of packageNames) {
    const versions = found.filter((entry) => entry.name === name).map((entry) => entry.version);
    for (const version of await newestFirst(versions)) {
      const result = await execa(
        'apt-get',
        [...options, 'source', '--quiet', '--download-only', '--tar-only', `${name}=${version}`],
        { cwd: workspace, stdin: 'ignore', env: { LC_ALL: 'C' }, all: true, reject: false },
      );
      const tarball = (await readdir(workspace)).find((file) => /\.orig\.tar\.(gz|bz2|xz)$/.test(file));
      if (!result.failed && tarball !== undefined) {
        return tarball;
      }
      failure = `apt-get said:\n${lastLines(result.all)}`;
    }
  }
  throw new SetupError(`No source of ${packageNames[0]} could be had from Debian: ${failure}`);
}

/** Name and version of each entry that `apt-cache showsrc` prints. */
export function parseSourceVersions(listing: string): readonly SourceVersion[] {
  return listing.split('\n\n').flatMap((entry) => {
    const name = /^Package: (\S+)$/m.exec(entry)?.[1];
    const version = /^Version: (\S+)$/m.exec(entry)?.[1];
    return name !== undefined && version !== undefined ? [{ name, version }] : [];
  });
}

async function newestFirst(versions: readonly string[]): Promise<readonly string[]> {
  const sorted: string[] = [];
  for (const version of new Set(versions)) {
    let position = 0;
    for (const other of sorted) {
      const older = await tryCommand('dpkg', ['--compare-versions', version, 'lt', other]);
      position += older.exitCode === 0 ? 1 : 0;
    }
    sorted.splice(position, 0, version);
  }
  return sorted;
}
