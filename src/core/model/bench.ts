import type { Platform } from './platform.ts';

/** A metric's unit decides how it is shown and that smaller is better. */
export type MetricUnit = 'ms' | 'bytes' | 'instructions';

/** One measured number. */
export interface Sample {
  /** A line of the suite, for instance `mandel()`, or `Total`. */
  readonly benchmark: string;
  /** `time` as the script prints it; `wall`, `user`, `system`, `peak-memory` of the whole process. */
  readonly metric: string;
  readonly unit: MetricUnit;
  readonly value: number;
}

/** All the samples of one execution of a suite. */
export interface Iteration {
  readonly index: number;
  readonly samples: readonly Sample[];
}

/** The machine and engine that a run was made on. */
export interface MachineIdentity {
  /** Stable identity of the hardware and engine; series of different machines are never mixed. */
  readonly id: string;
  readonly name: string;
}

/** Settings of php.ini by name. */
export type Ini = Readonly<Record<string, string>>;

/**
 * How instructions are counted: `callgrind` executes each script once more under Valgrind, which takes fifty times as
 * long and repeats to the last digits; `perf` reads the processor's own counter in each measured execution.
 */
export type Counting = 'none' | 'perf' | 'callgrind';

/** A single fact of an environment. */
export type Fact = string | number | boolean;

/**
 * What a run was made in, as far as it stays the same from one run to the next: equal environments are stored once,
 * so that a change of environment between two runs shows as a change of its number. What is not known is left out.
 */
export interface Environment {
  readonly cpuModel?: string | undefined;
  readonly cpuCount?: number | undefined;
  readonly memoryBytes?: number | undefined;
  /** The kernel's frequency governor, for instance `performance`. */
  readonly governor?: string | undefined;
  /** Whether the processor may exceed its base frequency. */
  readonly turbo?: boolean | undefined;
  readonly operatingSystem?: string | undefined;
  readonly kernelVersion?: string | undefined;
  readonly engineVersion?: string | undefined;
  /** Reference or digest of the image with the compilers. */
  readonly toolchainImage?: string | undefined;
  /** Id of that image; another one for each time it is made. */
  readonly toolchainId?: string | undefined;
  /** As it signed the interpreter, for instance `GCC: (Debian 12.2.0-14) 12.2.0`. */
  readonly compiler?: string | undefined;
  /** Whether another architecture's instructions were translated. */
  readonly emulated?: boolean | undefined;
  /** CPUs that the run was pinned to, as Docker writes them; `all` for none. */
  readonly cpuSet?: string | undefined;
  readonly memoryLimitBytes?: number | undefined;
  /** For one execution. */
  readonly timeLimitSeconds?: number | undefined;
  /** Executions before the measured ones. */
  readonly warmups?: number | undefined;
  readonly counting?: Counting | undefined;
  /** Hash over names and contents of the suite's scripts and of what they bring. */
  readonly scripts?: string | undefined;
  /** Whatever else may explain a number later. */
  readonly other: Readonly<Record<string, Fact>>;
}

/** A commit as far as the history knows it; imported data often has no more than a short hash. */
export interface CommitFacts {
  readonly sha: string;
  /** Empty where unknown. */
  readonly subject: string;
  readonly author: string;
  readonly committedAtMs?: number | undefined;
}

/** What a history keeps of the build that was measured. */
export interface BuildRecord {
  readonly key: string;
  /** Empty where unknown. */
  readonly phpVersion: string;
  readonly sourceId: string;
  readonly commit?: CommitFacts | undefined;
  readonly dirty: boolean;
  readonly platform: Platform;
  /** The preset and the flags beyond it, for instance `debug --enable-mbstring`; empty where unknown. */
  readonly configuration: string;
  readonly toolchainKey: string;
  readonly configureFlags: readonly string[];
}

/** How the interpreter is set: a named set of php.ini settings. */
export interface Variant {
  /** For people: `default`, `opcache`, `jit` ... */
  readonly name: string;
  /** Opcache's and the JIT's too; in the history, with those of the suite. Another value makes another series. */
  readonly ini: Ini;
}

/**
 * The place of a run among those of a night: `subject` is what is watched; `control` is one commit that is measured
 * again and again, so that it shows what the machine does; `repeat` is the subject of the night before once more.
 */
export type RunRole = 'subject' | 'control' | 'repeat';

export type RunStatus = 'running' | 'complete' | 'incomplete' | 'failed';

/** Everything but the build and the day that a number depends on. */
export interface Setup {
  readonly machine: MachineIdentity;
  /** Name of the suite, for instance `Zend/bench.php`. */
  readonly suite: string;
  readonly variant: Variant;
  readonly role: RunRole;
  /** The branch whose commits follow one another, or a control's commit; empty for what was asked for by hand. */
  readonly branch: string;
}

export interface RunStart extends Setup {
  /** A UUID; also the job's name in messages and labels. */
  readonly id: string;
  readonly build: BuildRecord;
  readonly startedAtMs: number;
  readonly plannedIterations: number;
  readonly environment: Environment;
  /** Id of the image that was measured, or its reference where the id is not known; empty where there was none. */
  readonly image: string;
  /** One-minute load average of the machine. */
  readonly loadBefore?: number | undefined;
  /** Who must be gone before a run without an end may be given one; see `MachinePort.owner`. */
  readonly owner?: string | undefined;
}

export interface RunEnd {
  readonly status: Exclude<RunStatus, 'running'>;
  /** Why it is not complete. */
  readonly note?: string | undefined;
  readonly finishedAtMs?: number | undefined;
  readonly loadAfter?: number | undefined;
}

export type RemarkKind = 'busy-machine' | 'clock' | 'imported' | 'not-counted' | 'other';

/** Something to know before a run is trusted. */
export interface Remark {
  readonly kind: RemarkKind;
  readonly text: string;
}

/** All that is known of a run but its numbers. */
export interface RunRecord extends Omit<RunStart, 'owner'>, Omit<RunEnd, 'status'> {
  readonly status: RunStatus;
  readonly remarks: readonly Remark[];
  /** How many iterations were measured, those whose samples are no longer kept too. */
  readonly iterations: number;
}

export interface SeriesRow extends Setup {
  readonly id: number;
  readonly platform: Platform;
  readonly configuration: string;
  readonly benchmark: string;
  readonly metric: string;
  readonly unit: MetricUnit;
  readonly runCount: number;
}

/** The numbers of a point: what is kept when its samples are removed. A source may know fewer than all. */
export interface PointSummary {
  readonly sampleCount: number;
  readonly median: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean?: number | undefined;
  /** Of a sample (divided by n - 1); unknown for a single value. */
  readonly standardDeviation?: number | undefined;
  readonly lowerQuartile?: number | undefined;
  readonly upperQuartile?: number | undefined;
}

/** A person's decision that a point does not count; it is kept, and the decision can be undone. */
export interface Exclusion {
  readonly reason: string;
  readonly atMs: number;
}

/** One run of a series. */
export interface PointKey {
  readonly seriesId: number;
  readonly runId: string;
}

/** One metric of one benchmark of a run, with its samples as far as they are still kept. */
export interface PointDetails extends Pick<Sample, 'benchmark' | 'metric' | 'unit'> {
  readonly seriesId: number;
  readonly summary: PointSummary;
  readonly exclusion?: Exclusion | undefined;
  /** In the order of their iterations. */
  readonly samples: readonly (readonly [iteration: number, value: number])[];
}

/** A run with all its numbers; one that still runs has none yet. */
export interface RunDetails {
  readonly run: RunRecord;
  readonly points: readonly PointDetails[];
}

/** A series over its runs, oldest first, as columns of equal length. */
export interface SeriesColumns {
  readonly runIds: readonly string[];
  /** In the order in which the history learned of the runs: what came later has a larger number. */
  readonly runNumbers: readonly number[];
  readonly timesMs: readonly number[];
  readonly medians: readonly number[];
  readonly minima: readonly number[];
  readonly maxima: readonly number[];
  readonly sampleCounts: readonly number[];
  /** Full hash, or an empty string for a release tree. */
  readonly commits: readonly string[];
  readonly subjects: readonly string[];
  readonly authors: readonly string[];
  readonly phpVersions: readonly string[];
  readonly dirty: readonly boolean[];
  /** Equal numbers stand for equal environments. */
  readonly environments: readonly number[];
  /** Why a person excluded the point; empty for one that counts. */
  readonly excluded: readonly string[];
}
