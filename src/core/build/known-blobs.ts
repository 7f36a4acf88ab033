/**
 * What git calls the files that a volume holds, so that a file that git vouches for need not be looked at again.
 *
 * A name is only believed of a file that the volume held before git vouched for it and that had the same size and
 * time after that: what is sent may have changed since git looked. Losing this costs a look at every file.
 */
import * as v from 'valibot';
import type { FileEntry, ListedFile, UnchangedFile } from '../model/tree.ts';
import { fingerprint, type Manifest } from './sync-plan.ts';

/** By path: the file's fingerprint in the manifest, `#`, and git's name for that content. */
export type KnownBlobs = ReadonlyMap<string, string>;

const schema = v.object({
  version: v.literal(1),
  blobs: v.record(v.string(), v.pipe(v.string(), v.maxLength(6000))),
});

export function serializeBlobs(blobs: KnownBlobs): string {
  return JSON.stringify({ version: 1, blobs: Object.fromEntries(blobs) });
}

/** The stored names; none if they are not whole. */
export function parseBlobs(text: string): KnownBlobs {
  try {
    const result = v.safeParse(schema, JSON.parse(text));
    return result.success ? new Map(Object.entries(result.output.blobs)) : new Map();
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
    const print = known.get(file.path);
    if (print !== undefined && blobs.get(file.path) === `${print}#${file.blob}`) {
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
  const learnt = looked.filter(
    (file) => file.blob !== undefined && known.get(file.path) === fingerprint(file),
  );
  return learnt.length === 0
    ? undefined
    : new Map([...blobs, ...learnt.map((file) => [file.path, `${fingerprint(file)}#${file.blob}`] as const)]);
}
