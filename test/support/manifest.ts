import { fingerprint, type Manifest } from '../../src/core/build/sync-plan.ts';
import type { FileEntry } from '../../src/core/model/tree.ts';

/** What a volume holds that got exactly these files. */
export function manifestOf(files: readonly FileEntry[]): Manifest {
  return new Map(files.map((file) => [file.path, fingerprint(file)]));
}
