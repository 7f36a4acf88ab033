import type { TreePort } from '../../core/ports.ts';
import { changedFiles, showCommit } from './commit-changes.ts';
import { archiveCommit, listCommits, readCommitFile, resolveCommit } from './commits.ts';
import { hashFiles } from './hash-files.ts';
import { listFiles, lookAt } from './list-files.ts';
import { packFiles } from './pack-files.ts';
import { readAndList, readTree, resolveRoot } from './read-tree.ts';
import { readSourceFile } from './source-file.ts';

/** Trees on this machine's file system, read with its git. */
export function localTrees(): TreePort {
  return {
    readTree,
    resolveRoot,
    listFiles,
    readAndList,
    lookAt,
    packFiles,
    hashFiles,
    resolveCommit,
    archiveCommit,
    readCommitFile,
    readSourceFile,
    listCommits,
    showCommit,
    changedFiles,
  };
}
