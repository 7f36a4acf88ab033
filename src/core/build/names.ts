/** Names and keys of what a build makes. */
import { type Labels, label, ownLabels } from '../model/labels.ts';
import { architectureTag, type Platform } from '../model/platform.ts';
import { configurationText } from './configuration.ts';
import type { Source } from './source.ts';

type Sha256 = (text: string) => string;

export interface BuildIdentity {
  readonly toolchainKey: string;
  readonly configureFlags: readonly string[];
  readonly platform: Platform;
}

/** Hash of all that decides what configure finds; trees built with another one live in another volume. */
export function configurationKey(identity: BuildIdentity, sha256: Sha256): string {
  return sha256(JSON.stringify([identity.toolchainKey, identity.configureFlags, identity.platform])).slice(
    0,
    12,
  );
}

/** The build's content key. */
export function buildKey(sourceId: string, identity: BuildIdentity, sha256: Sha256): string {
  return sha256(JSON.stringify(['build-1', sourceId, configurationKey(identity, sha256)])).slice(0, 16);
}

/** The volume of a tree's incremental builds. */
export function volumeName(treeRoot: string, identity: BuildIdentity, sha256: Sha256): string {
  const tree = sha256(treeRoot).slice(0, 12);
  return `php-source-bench-${tree}-${architectureTag(identity.platform)}-${configurationKey(identity, sha256)}`;
}

/** The container's name that whoever works in a build volume holds, so that nobody else does. */
export function volumeLock(volume: string): string {
  return `${volume}-build`;
}

/** The image of a finished build, for instance `php-source-bench/build:8.2.32-0a1b2c3d4e5f-amd64-...`. */
export function buildReference(source: Source, platform: Platform, key: string): string {
  const version = source.version.text.replaceAll(/[^A-Za-z0-9.-]/g, '-');
  const commit = source.identity.commit?.sha.slice(0, 12) ?? 'release';
  const state = source.identity.dirty ? `${commit}-changed` : commit;
  return `php-source-bench/build:${version}-${state}-${architectureTag(platform)}-${key}`;
}

/** Labels of a build's image, container or volume. */
export function buildLabels(
  kind: 'build' | 'build-container' | 'build-volume',
  source: Source,
  identity: BuildIdentity,
): Labels {
  return ownLabels(kind, {
    [label.tree]: source.root,
    [label.phpVersion]: source.version.text,
    [label.recipe]: identity.toolchainKey,
    [label.platform]: identity.platform,
    [label.configuration]: configurationText(identity.configureFlags),
    ...(source.identity.id === undefined ? {} : { [label.source]: source.identity.id }),
    ...(source.identity.commit === undefined ? {} : { [label.commit]: source.identity.commit.sha }),
  });
}

/** Where the tree lies inside containers: at the host's own path, so that messages and links just work. */
export function containerPath(treeRoot: string): string {
  const drive = /^([A-Za-z]):[\\/](.*)$/.exec(treeRoot);
  return drive === null ? treeRoot : `/${drive[1]?.toLowerCase()}/${drive[2]?.replaceAll('\\', '/')}`;
}
