import type { SourceChoice } from '../../core/model/build.ts';
import { readRegularFile, realPathBelow } from '../contained-file.ts';
import { maxTextBytes, readCommitBytes, resolveCommit } from './commits.ts';

/**
 * A file of the sources, as the work tree or a commit has it; `undefined` if it has none of that name.
 * @throws `script-unusable` for a link that leads out of the tree, and for what is no regular file or too large
 */
export async function readSourceFile(
  root: string,
  source: SourceChoice,
  path: string,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  if (source.kind === 'commit') {
    const { info } = await resolveCommit(root, source.commit, signal);
    return readCommitBytes(root, info.sha, path, signal);
  }
  const real = await realPathBelow(root, path);
  return real === undefined ? undefined : readRegularFile(real, path, maxTextBytes);
}
