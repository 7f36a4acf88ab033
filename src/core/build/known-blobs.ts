/**
 * What git calls the files that a volume holds, so that a file that git vouches for need not be looked at again.
 *
 * A name is only believed of a file that the volume held before git vouched for it and that had the same size and
 * time after that: what is sent may have changed since git looked. Losing this costs a look at every file.
 */
import * as v from 'valibot';
import type { FileEntry, ListedFile, UnchangedFile } from '../model/tree.ts';
import { fingerprint, type Manifest } from './sync-plan.ts';

interface KnownBlob {
  /** The file's fingerprint in the manifest. */
  readonly print: string;
  /** Git's name for that content. */
  readonly blob: string;
}

/** By path. */
export type KnownBlobs = ReadonlyMap<string, KnownBlob>;

const text = v.pipe(v.string(), v.maxLength(6000));
const schema = v.object({ version: v.literal(2), blobs: v.record(v.string(), v.tuple([text, text])) });

export function serializeBlobs(blobs: KnownBlobs): string {
  const pairs = [...blobs].map(([path, { print, blob }]) => [path, [print, blob]] as const);
  return JSON.stringify({ version: 2, blobs: Object.fromEntries(pairs) });
}

/** The stored names; none if they are not whole. */
export function parseBlobs(json: string): KnownBlobs {
  try {
    const result = v.safeParse(schema, JSON.parse(json));
    const pairs = result.success ? Object.entries(result.output.blobs) : [];
    return new Map(pairs.map(([path, [print, blob]]) => [path, { print, blob }]));
  } catch {
    return new Map();
  }
}

export interface Sorted {
  /** Paths of files that the volume holds as git has them. */
  readonly same: readonly string[];
  /** What git vouches for, but the volume may not have. */
  readonly unsure: readonly UnchangedFile[];
  readonly changed: readonly FileEntry[];
}

/** Sorts a listing by what must be looked at. */
export function sortByKnown(files: readonly ListedFile[], known: Manifest, blobs: KnownBlobs): Sorted {
  const same: string[] = [];
  const unsure: UnchangedFile[] = [];
  const changed: FileEntry[] = [];
  for (const file of files) {
    if (file.kind !== 'unchanged') {
      changed.push(file);
      continue;
    }
    const believed = blobs.get(file.path);
    if (believed?.blob === file.blob && believed.print === known.get(file.path)) {
      same.push(file.path);
    } else {
      unsure.push(file);
    }
  }
  return { same, unsure, changed };
}

/** The names to store after a look at what was unsure; `undefined` if there is nothing new to store. */
export function learnBlobs(
  looked: readonly FileEntry[],
  known: Manifest,
  blobs: KnownBlobs,
): KnownBlobs | undefined {
  const learnt = looked.flatMap((file) => {
    const print = fingerprint(file);
    const { path, blob } = file;
    return blob !== undefined && known.get(path) === print ? [[path, { print, blob }] as const] : [];
  });
  return learnt.length === 0 ? undefined : new Map([...blobs, ...learnt]);
}
