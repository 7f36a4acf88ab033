import { errors } from '../errors.ts';
import type { SourceChoice } from '../model/build.ts';
import type { TreePort } from '../ports.ts';

/** Suites whose output is understood, by path below the tree's root. */
export const knownSuites: readonly string[] = ['Zend/bench.php', 'Zend/micro_bench.php'];

/** Rejects with `suite-missing` unless the suite is known and, where that can be told at once, in the tree. */
export async function checkSuite(
  trees: Pick<TreePort, 'readTree'>,
  {
    suite,
    source,
    treeRoot,
  }: { readonly suite: string; readonly source: SourceChoice; readonly treeRoot: string },
  signal: AbortSignal,
): Promise<void> {
  if (!knownSuites.includes(suite)) {
    throw errors.suiteMissing(suite);
  }
  if (source.kind === 'work-tree') {
    const tree = await trees.readTree(treeRoot, signal);
    if (!tree.benchmarkScripts.includes(suite)) {
      throw errors.suiteMissing(suite);
    }
  }
}
