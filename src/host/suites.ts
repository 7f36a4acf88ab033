const preferred = ['Zend/bench.php', 'Zend/micro_bench.php'];

/** A tree's suites in the order they are offered: the one measured last, then the usual ones, then the others. */
export function orderSuites(suites: readonly string[], last: string | undefined): readonly string[] {
  const rank = (suite: string): number => {
    if (suite === last) {
      return -1;
    }
    const index = preferred.indexOf(suite);
    return index === -1 ? preferred.length : index;
  };
  return [...suites].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
