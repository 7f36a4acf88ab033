import type { Platform } from './platform.ts';
import type { CommitInfo } from './tree.ts';

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
export interface MachineFacts {
  /** Stable identity of the hardware and engine; series of different machines are never mixed. */
  readonly id: string;
  readonly name: string;
  readonly cpuModel: string;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly operatingSystem: string;
  readonly kernelVersion: string;
  readonly engineVersion: string;
}

/** What a history keeps of the build that was measured. */
export interface BuildRecord {
  readonly key: string;
  readonly phpVersion: string;
  readonly sourceId: string;
  readonly commit: CommitInfo | undefined;
  readonly dirty: boolean;
  readonly platform: Platform;
  readonly toolchainKey: string;
  readonly configureFlags: readonly string[];
}

export type RunStatus = 'running' | 'complete' | 'incomplete' | 'failed';

export interface RunStart {
  /** A UUID; also the job's name in messages and labels. */
  readonly id: string;
  readonly build: BuildRecord;
  readonly machine: MachineFacts;
  /** Path of the script below the tree's root, for instance `Zend/bench.php`. */
  readonly suite: string;
  /** Settings of the interpreter that make another series, for instance `opcache` or `jit`; `default` for none. */
  readonly variant: string;
  readonly startedAtMs: number;
  readonly plannedIterations: number;
  /** Whatever else may explain a number later: load, image ids, limits. */
  readonly environment: Readonly<Record<string, string | number | boolean>>;
}

export interface RunRow {
  readonly id: string;
  readonly status: RunStatus;
  readonly note: string | undefined;
  readonly suite: string;
  readonly variant: string;
  readonly phpVersion: string;
  readonly commit: CommitInfo | undefined;
  readonly dirty: boolean;
  readonly buildKey: string;
  readonly platform: Platform;
  readonly configureFlags: readonly string[];
  readonly machineId: string;
  readonly machineName: string;
  readonly startedAtMs: number;
  readonly finishedAtMs: number | undefined;
  readonly iterations: number;
}

/** Identity of a series. */
export interface SeriesKey {
  readonly suite: string;
  readonly benchmark: string;
  readonly metric: string;
  readonly variant: string;
  readonly machineId: string;
  readonly platform: Platform;
}

export interface SeriesRow extends SeriesKey {
  readonly id: number;
  readonly unit: MetricUnit;
  readonly machineName: string;
  readonly runCount: number;
}

/** A series over its runs, oldest first, as columns of equal length. */
export interface SeriesColumns {
  readonly runIds: readonly string[];
  readonly timesMs: readonly number[];
  readonly medians: readonly number[];
  readonly minima: readonly number[];
  readonly maxima: readonly number[];
  readonly sampleCounts: readonly number[];
  /** Full hash, or an empty string for a release tree. */
  readonly commits: readonly string[];
  readonly subjects: readonly string[];
  readonly phpVersions: readonly string[];
  readonly dirty: readonly boolean[];
}
