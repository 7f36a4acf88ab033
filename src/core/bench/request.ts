import type { RunStatus, Sample } from '../model/bench.ts';
import type { BuildResult, SourceChoice } from '../model/build.ts';
import type { Platform } from '../model/platform.ts';
import type { PresetName } from '../php/presets.ts';

/** What to measure on a build, and how. */
export interface MeasureRequest {
  /** Path below the tree's root, for instance `Zend/bench.php`. */
  readonly suite: string;
  readonly iterations: number;
  /** Executions before the measured ones, whose numbers are thrown away. */
  readonly warmups: number;
  /** For one execution. */
  readonly timeLimitSeconds: number;
  readonly memoryLimitBytes: number;
  readonly cpuSet: string | undefined;
}

/** A job: one suite on one build. */
export interface BenchRequest extends MeasureRequest {
  readonly treeRoot: string;
  readonly source: SourceChoice;
  readonly preset: PresetName;
  /** Flags for configure after those of the preset. */
  readonly configureFlags: readonly string[];
  readonly platform: Platform | undefined;
}

/** The middle and the spread of one number over the run's iterations. */
export interface BenchSummary {
  readonly benchmark: string;
  readonly metric: string;
  readonly unit: Sample['unit'];
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly count: number;
}

export interface BenchResult {
  readonly runId: string;
  readonly status: Exclude<RunStatus, 'running'>;
  readonly build: BuildResult;
  readonly summaries: readonly BenchSummary[];
  readonly iterations: number;
  /** How many of the iterations came over the network; the others came on standard output only. */
  readonly viaCollector: number;
  readonly durationMs: number;
}
