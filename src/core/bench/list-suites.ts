/** What can be measured: the suites of a tree, and those that a file defines. */
import { errors } from '../errors.ts';
import type { Variant } from '../model/bench.ts';
import type { SourceChoice } from '../model/build.ts';
import type { SuiteFilesPort, TreePort } from '../ports.ts';
import { builtInSuites, builtInSuitesOf } from './built-in-suites.ts';
import type { Suite } from './suite.ts';
import { parseSuitesFile } from './suites-file.ts';
import { ownSuitesFile } from './suites-template.ts';

export interface SuitesRequest {
  readonly treeRoot: string;
  readonly source: SourceChoice;
  /** Absolute path of a suites file; empty for the tree's own, if it has one. */
  readonly suitesFile: string;
}

/**
 * The suites that can be measured on a source. Of a commit, all that are built in are offered: what it lacks is
 * told when it is measured.
 * @throws `suites-file-invalid`, `not-a-php-tree`, `tree-unreadable`
 */
export async function listSuites(
  deps: {
    readonly tree: Pick<TreePort, 'readTree' | 'resolveRoot'>;
    readonly suiteFiles: Pick<SuiteFilesPort, 'readDefinitions'>;
  },
  { treeRoot, source, suitesFile }: SuitesRequest,
  signal: AbortSignal,
): Promise<readonly Suite[]> {
  const builtIn =
    source.kind === 'commit' ? builtInSuites : builtInSuitesOf(await deps.tree.readTree(treeRoot, signal));
  const path = suitesFile === '' ? `${await deps.tree.resolveRoot(treeRoot)}/${ownSuitesFile}` : suitesFile;
  const text = await deps.suiteFiles.readDefinitions(path);
  if (text === undefined && suitesFile !== '') {
    throw errors.suitesFileInvalid(path, 'there is no such file.');
  }
  return text === undefined ? builtIn : [...builtIn, ...parseSuitesFile(text, path, folderOf(path))];
}

function folderOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, '') || '/';
}

/** @throws `suite-missing` if there is none of this name */
export function findSuite(suites: readonly Suite[], name: string): Suite {
  const found = suites.find((suite) => suite.name === name);
  if (found === undefined) {
    throw errors.suiteUnknown(
      name,
      suites.map((suite) => suite.name),
    );
  }
  return found;
}

/**
 * The variants of a suite that are asked for by name; without a name, those that it is measured with.
 * @throws `variant-unavailable` if the suite knows none of a name
 */
export function findVariants(suite: Suite, names: readonly string[]): readonly Variant[] {
  if (names.length === 0) {
    return suite.variants;
  }
  const all = [...suite.variants, ...suite.otherVariants];
  return [...new Set(names)].map((name) => {
    const found = all.find((variant) => variant.name === name);
    if (found === undefined) {
      const known = all.map((variant) => variant.name).join(', ');
      throw errors.variantUnavailable(name, `the suite "${suite.name}" has ${known}.`);
    }
    return found;
  });
}
