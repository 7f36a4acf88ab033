/** What is measured: scripts, how their interpreter is set, and what is read of them. */
import type { Counting, Ini, Variant } from '../model/bench.ts';

/** Numbers that a suite may set for itself; what it leaves out comes from the settings. */
export interface MeasureLimits {
  readonly iterations: number;
  /** Executions before the measured ones, whose numbers are thrown away. */
  readonly warmups: number;
  /** For one execution. */
  readonly timeLimitSeconds: number;
  readonly memoryLimitBytes: number;
}

/** Whether a text names CPUs as Docker writes them: `0`, `0-3`, `0,2`. */
export function isCpuSet(text: string): boolean {
  return /^\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*$/.test(text);
}

/**
 * Where numbers come from beside the process's own: `table` is what Zend/bench.php prints, each line a benchmark;
 * with `process`, each script is a benchmark, whatever it prints.
 */
export type SuiteOutput = 'table' | 'process';

/** How instructions are counted while scripts are timed: callgrind would be all that one times. */
export function timedCounting({ counting }: Pick<Suite, 'counting'>): Counting {
  return counting === 'perf' ? 'perf' : 'none';
}

export interface Suite {
  /** For people, and part of what makes a series. */
  readonly name: string;
  /** A remark for people, empty for none. */
  readonly description: string;
  /** Paths below the root of the tree that is measured. */
  readonly treeScripts: readonly string[];
  /** Files or folders below {@link folder}; of a folder, each `*.php` directly in it is a script. */
  readonly scripts: readonly string[];
  /** Files and folders below {@link folder} that the scripts need beside them. */
  readonly needs: readonly string[];
  /** The suites file's own folder, absolute; `undefined` for a suite that is built in. */
  readonly folder: string | undefined;
  readonly output: SuiteOutput;
  readonly counting: Counting;
  readonly limits: Partial<MeasureLimits>;
  /** For all variants; a variant's own settings come after. */
  readonly ini: Ini;
  /** What is measured if nobody asks for another. */
  readonly variants: readonly Variant[];
  /** What may be asked for beside those. */
  readonly otherVariants: readonly Variant[];
}

/** The settings of a variant of a suite. */
export function iniOf(suite: Pick<Suite, 'ini'>, variant: Variant): Ini {
  return { ...suite.ini, ...variant.ini };
}

const jit: Ini = {
  'opcache.enable': '1',
  'opcache.enable_cli': '1',
  'opcache.jit_buffer_size': '128M',
};

/** Variants that every suite may have. */
export const builtInVariants: readonly Variant[] = [
  { name: 'default', ini: {} },
  { name: 'opcache', ini: { 'opcache.enable': '1', 'opcache.enable_cli': '1' } },
  { name: 'jit', ini: { ...jit, 'opcache.jit': 'tracing' } },
  { name: 'jit-function', ini: { ...jit, 'opcache.jit': 'function' } },
];
