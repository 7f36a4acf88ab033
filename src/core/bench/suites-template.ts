/** A tree's own suites file: where it is, and what a new one holds. */
import { editorFolder } from '../build/build-products.ts';

/** Below the tree's root, among the editor's settings, which are no part of the sources. */
export const ownSuitesFile = `${editorFolder}/php-benchmarks.json`;

/** An example that can be measured at once, and the rest as comments. */
export const suitesTemplate = `{
  // What "Run Benchmark" offers beside the suites of the tree itself. Ctrl+Space shows all that can be set.
  // The README has more: "Benchmark suites".

  // Named sets of php.ini settings. Built in: default, opcache, jit (tracing), jit-function.
  "variants": {
    "no-gc": { "zend.enable_gc": false }
  },

  "suites": [
    {
      "name": "bench.php with and without JIT",
      // Scripts of the tree that is measured.
      "treeScripts": ["Zend/bench.php"],
      // It prints a table: each line is a benchmark.
      "output": "table",
      "variants": ["default", "jit"]
    }

    // Scripts of your own, in folders beside this file; here they are no part of the sources that are built.
    // {
    //   "name": "my scripts",
    //   "scripts": ["benchmarks"],
    //   "with": ["data/words.txt"],
    //   "iterations": 20,
    //   "warmups": 2,
    //   "timeLimitSeconds": 60,
    //   "memoryLimitMb": 512,
    //   "ini": { "memory_limit": "256M" },
    //   "variants": ["opcache", "no-gc"],
    //   "instructions": "callgrind"
    // }
  ]
}
`;
