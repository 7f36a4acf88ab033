/**
 * Which Bison a tree takes, read from the tree's own build files, and which one it gets.
 *
 * Up to PHP 5.5 `Zend/acinclude.m4` lists the accepted versions; from 5.6 to 7.3 it has a minimum and exclusions;
 * from 7.4 on `configure.ac` calls `PHP_PROG_BISON([minimum], [exclusions])`.
 */
import { errors } from '../errors.ts';
import type { TreeSnapshot } from '../model/tree.ts';

/** What a tree says that it accepts. */
export type BisonRequirement =
  | { readonly kind: 'list'; readonly versions: readonly string[] }
  | { readonly kind: 'minimum'; readonly minimum: string; readonly excluded: readonly string[] };

/** A Bison release with a published checksum of its `.tar.gz`. */
export interface BisonRelease {
  readonly version: string;
  readonly sha256: string;
}

/** Newest first. Sums: public package recipes that agree with each other; see the README. */
export const bisonReleases: readonly BisonRelease[] = [
  { version: '2.7.1', sha256: '08e2296b024bab8ea36f3bb3b91d071165b22afda39a17ffc8ff53ade2883431' },
  { version: '2.6.4', sha256: 'de2d15dfdcfc24405464cb95acc9d5ef31fb2e5be4aca6a530ec59bb57c30e5d' },
];

/** The Bison of a toolchain: compiled from source, or the distribution's package (3.8 on current Debian). */
export type BisonChoice =
  | { readonly kind: 'source'; readonly version: string; readonly sha256: string | undefined }
  | { readonly kind: 'distribution' };

const distributionVersion = '3.8.2';

/** The version as three numbers; `2.7.12-4996`, as 2.7.1 calls itself, is 2.7.12. */
function versionNumbers(text: string): readonly [number, number, number] | undefined {
  const match = /^(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

/** Negative, zero or positive as `left` is older than, equal to or newer than `right`. */
export function compareVersions(left: string, right: string): number {
  const a = versionNumbers(left) ?? [0, 0, 0];
  const b = versionNumbers(right) ?? [0, 0, 0];
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function majorMinor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/).filter((word) => /^\d+(\.\d+){1,2}$/.test(word));
}

function zendRequirement(acinclude: string): BisonRequirement | undefined {
  const list = /bison_version_list="([^"]{1,400})"/.exec(acinclude);
  if (list !== null) {
    return { kind: 'list', versions: words(list[1]) };
  }
  const minimum = /bison_version_min="(\d{3,5})"/.exec(acinclude);
  if (minimum === null) {
    return undefined;
  }
  const number = Number(minimum[1]);
  const excluded = /bison_version_exclude="([^"]{0,200})"/.exec(acinclude);
  return {
    kind: 'minimum',
    minimum: `${Math.floor(number / 100)}.${number % 100}`,
    excluded: words(excluded?.[1]),
  };
}

/** What the tree's build files say, or `undefined` if they say nothing that is understood. */
export function readBisonRequirement(texts: TreeSnapshot['texts']): BisonRequirement | undefined {
  const call = /^[ \t]*PHP_PROG_BISON\(\[([\d.]+)\](?:,[ \t]*\[([^\]]{0,200})\])?/m.exec(
    texts.configureAc ?? '',
  );
  if (call !== null) {
    return { kind: 'minimum', minimum: call[1] ?? '', excluded: words(call[2]) };
  }
  return texts.zendAcinclude === undefined ? undefined : zendRequirement(texts.zendAcinclude);
}

/** Whether a tree with this requirement takes a Bison of this version. */
export function acceptsBison(requirement: BisonRequirement, version: string): boolean {
  if (requirement.kind === 'list') {
    // 5.5's configure compares major.minor only, so that its "2.7" takes 2.7.1.
    return requirement.versions.includes(version) || requirement.versions.includes(majorMinor(version));
  }
  return (
    compareVersions(version, requirement.minimum) >= 0 && !requirement.excluded.includes(majorMinor(version))
  );
}

/** The requirement as the middle of a sentence. */
export function describeRequirement(requirement: BisonRequirement): string {
  if (requirement.kind === 'list') {
    return `only Bison ${requirement.versions.slice(-4).join(', ')}`;
  }
  const but = requirement.excluded.length === 0 ? '' : ` except ${requirement.excluded.join(', ')}`;
  return `Bison ${requirement.minimum} or newer${but}`;
}

/**
 * Chooses the Bison for a tree: 2.7.1 where the tree takes it, because PHP 5's grammars were written for it; the
 * newest older release for trees that refuse 2.7.1; the distribution's Bison 3 where the tree demands that.
 * @throws `no-bison-fits` if none of these is accepted.
 */
export function chooseBison(requirement: BisonRequirement | undefined, phpVersion: string): BisonChoice {
  if (requirement === undefined) {
    throw errors.noBisonFits(phpVersion, 'an unknown Bison (its build files name none)');
  }
  const release = bisonReleases.find((candidate) => acceptsBison(requirement, candidate.version));
  if (release !== undefined) {
    return { kind: 'source', ...release };
  }
  if (acceptsBison(requirement, distributionVersion)) {
    return { kind: 'distribution' };
  }
  throw errors.noBisonFits(phpVersion, describeRequirement(requirement));
}

/** The choice for a local tarball, whose name carries the version: `bison-2.7.1.tar.gz`. */
export function bisonFromTarball(fileName: string): BisonChoice | undefined {
  const match = /^bison-(\d+\.\d+(?:\.\d+)?)\.tar\.(?:gz|xz|bz2)$/.exec(fileName);
  const version = match?.[1];
  if (version === undefined) {
    return undefined;
  }
  const known = fileName.endsWith('.tar.gz')
    ? bisonReleases.find((release) => release.version === version)
    : undefined;
  return { kind: 'source', version, sha256: known?.sha256 };
}
