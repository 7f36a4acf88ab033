import { builtInSuites } from '../../src/core/bench/built-in-suites.ts';
import { findSuite } from '../../src/core/bench/list-suites.ts';
import type { Suite } from '../../src/core/bench/suite.ts';
import type { Variant } from '../../src/core/model/bench.ts';

/** The suite of a tree's Zend/bench.php. */
export const benchSuite: Suite = findSuite(builtInSuites, 'Zend/bench.php');

export const defaultVariant: Variant = { name: 'default', ini: {} };

/** Zend/bench.php as it is, within limits that it never reaches. */
export const benchRun = {
  suite: benchSuite,
  variant: defaultVariant,
  timeLimitSeconds: 120,
  memoryLimitBytes: 512_000_000,
  cpuSet: undefined,
} as const;
