import type { PresetName } from '../php/presets.ts';
import type { Platform } from './platform.ts';
import type { CommitInfo } from './tree.ts';

/** Where a build's sources came from: the work tree as it stands, or one commit of it. */
export type SourceChoice =
  | { readonly kind: 'work-tree' }
  | { readonly kind: 'commit'; readonly commit: string };

/** The sources of a build, identified by content. */
export interface SourceIdentity {
  /** `git:<tree id>` for an unchanged commit, `files:<sha256>` for anything else; `undefined` if not hashed. */
  readonly id: string | undefined;
  readonly commit: CommitInfo | undefined;
  readonly dirty: boolean;
}

/** What a tree is built with. */
export interface BuildConfiguration {
  readonly preset: PresetName;
  /** Flags for configure after those of the preset. */
  readonly configureFlags: readonly string[];
  /** `undefined` for the engine's own. */
  readonly platform: Platform | undefined;
}

export interface BuildRequest extends BuildConfiguration {
  readonly treeRoot: string;
  readonly source: SourceChoice;
  /** `incremental` reuses the tree's volume; `clean` starts from nothing and ends as an image. */
  readonly mode: 'incremental' | 'clean';
}

/** What a build had to do: compile, nothing (the volume was up to date), or nothing (the image is there). */
export type BuildOutcome = 'built' | 'up-to-date' | 'cached';

/** A finished interpreter. */
export interface BuildResult {
  /**
   * Content key: the same sources, recipe, flags and platform give the same key. `undefined` after an incremental
   * build of a changed tree, whose content was not hashed.
   */
  readonly key: string | undefined;
  readonly phpVersion: string;
  readonly source: SourceIdentity;
  readonly platform: Platform;
  readonly toolchainKey: string;
  readonly toolchainImage: string;
  readonly configureFlags: readonly string[];
  /** The image that holds the interpreter; `undefined` for an incremental build in a volume only. */
  readonly image: string | undefined;
  /** The volume with the built tree; `undefined` when the image came from the cache. */
  readonly volume: string | undefined;
  readonly treeRoot: string;
  readonly outcome: BuildOutcome;
  readonly durationMs: number;
  readonly filesSent: number;
}
