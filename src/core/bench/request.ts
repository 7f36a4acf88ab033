import type { RunRole, RunStatus, Sample, Variant } from '../model/bench.ts';
import type { BuildResult, SourceChoice } from '../model/build.ts';
import type { Platform } from '../model/platform.ts';
import type { PresetName } from '../php/presets.ts';
import type { MeasureLimits, Suite } from './suite.ts';

/** What to measure on a build, and how. */
export interface MeasureRequest extends MeasureLimits {
  readonly suite: Suite;
  readonly variant: Variant;
  /** CPU numbers to pin to, as Docker writes them; `undefined` for all. */
  readonly cpuSet: string | undefined;
  /** See `Setup.branch`; `undefined` for what is asked for by hand. */
  readonly branch?: string | undefined;
  /** Its place among the runs of a night; `undefined` for what is watched. */
  readonly role?: RunRole | undefined;
}

/** A job: one variant of one suite on one build. */
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
  /** Names of both. */
  readonly suite: string;
  readonly variant: string;
  readonly status: Exclude<RunStatus, 'running'>;
  readonly build: BuildResult;
  readonly summaries: readonly BenchSummary[];
  readonly iterations: number;
  /** How many of the iterations came over the network; the others came on standard output only. */
  readonly viaCollector: number;
  /** What to know before the numbers are trusted, as sentences. */
  readonly remarks: readonly string[];
  readonly durationMs: number;
}

/**
 * How a variant of a suite is measured.
 * @param usual what counts where neither the suite nor `asked` says anything
 * @param asked what a person asked for this time
 */
export function measureRequest(
  suite: Suite,
  variant: Variant,
  usual: MeasureLimits & Pick<MeasureRequest, 'cpuSet'>,
  asked: Partial<MeasureLimits> = {},
): MeasureRequest {
  return { ...usual, ...suite.limits, ...asked, suite, variant };
}
