/** Suites whose output is understood, by path below the tree's root. */
export const knownSuites: readonly string[] = ['Zend/bench.php', 'Zend/micro_bench.php'];
