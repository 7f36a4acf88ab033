import type { TreePort } from '../../core/ports.ts';
import { IndexMemory } from './checkout-view.ts';
import { changedFiles, showCommit } from './commit-changes.ts';
import { archiveCommit, listCommits, readCommitFile, resolveCommit } from './commits.ts';
import { hashFiles } from './hash-files.ts';
import { listFiles, lookAt } from './list-files.ts';
import { packFiles } from './pack-files.ts';
import { readAndList, readTree, resolveRoot } from './read-tree.ts';
import { readSourceFile } from './source-file.ts';

/** Trees on this machine's file system, read with its git. */
export function localTrees(): TreePort {
  const memory = new IndexMemory();
  return {
    readTree: (root, signal) => readTree(root, memory, signal),
    resolveRoot,
    listFiles: (root, signal) => listFiles(root, memory, signal),
    readAndList: (root, signal) => readAndList(root, memory, signal),
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
