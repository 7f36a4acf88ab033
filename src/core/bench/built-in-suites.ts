/** Suites that need no file, defined as one would define them there. */
import * as v from 'valibot';
import type { TreeSnapshot } from '../model/tree.ts';
import type { Suite } from './suite.ts';
import { suitesOf } from './suites-of.ts';
import { suitesFileSchema } from './suites-schema.ts';

const table = [
  {
    definition: { name: 'Zend/bench.php', treeScripts: ['Zend/bench.php'], output: 'table' },
    description: '',
    files: ['Zend/bench.php'],
  },
  {
    definition: { name: 'Zend/micro_bench.php', treeScripts: ['Zend/micro_bench.php'], output: 'table' },
    description: '',
    files: ['Zend/micro_bench.php'],
  },
  {
    // What php-src's own benchmark (8.3 and newer) counts that needs no network.
    definition: {
      name: 'benchmark/ (bench.php)',
      treeScripts: ['Zend/bench.php'],
      output: 'table',
      instructions: 'callgrind',
      iterations: 1,
      warmups: 0,
      variants: ['default', 'jit'],
    },
    description:
      "instructions as php-src's benchmark/ counts them; its Symfony and WordPress parts need a network and are not measured",
    files: ['Zend/bench.php', 'benchmark/benchmark.php'],
  },
];

const file = v.parse(suitesFileSchema, { suites: table.map(({ definition }) => definition) });

/** All of them, whatever a tree has. */
export const builtInSuites: readonly Suite[] = suitesOf(file, undefined).suites.map((suite, index) => ({
  ...suite,
  description: table[index]?.description ?? '',
}));

/** Paths below a tree's root that say which of them it has. */
export const suiteFiles: readonly string[] = [...new Set(table.flatMap(({ files }) => files))];

/** Those that a tree has. */
export function builtInSuitesOf(tree: Pick<TreeSnapshot, 'benchmarkScripts'>): readonly Suite[] {
  return builtInSuites.filter((_, index) =>
    table[index]?.files.every((path) => tree.benchmarkScripts.includes(path)),
  );
}
