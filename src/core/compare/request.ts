import type { MeasureRequest } from '../bench/request.ts';
import type { MetricUnit } from '../model/bench.ts';
import type { BuildConfiguration, BuildResult, SourceChoice } from '../model/build.ts';
import type { Judgement } from './verdict.ts';

/** "Is my patch faster?": a suite on two builds of one tree, in turns. `iterations` and `warmups` are for a round. */
export interface CompareRequest extends MeasureRequest, BuildConfiguration {
  readonly treeRoot: string;
  /** What is compared with. */
  readonly base: SourceChoice;
  /** What is judged. */
  readonly candidate: SourceChoice;
  /** Measured beside both, to tell what the machine does meanwhile; `undefined` for none. */
  readonly control: SourceChoice | undefined;
  readonly rounds: number;
}

/** How often each build is measured where nobody says otherwise: enough to show 1 % on a quiet machine. */
export const defaultRounds = 15;
/** Executions whose median is a round's number: one that something disturbed is then nothing. */
export const iterationsPerRound = 3;

export type CompareRole = 'base' | 'candidate' | 'control';

/** One metric of one benchmark on both builds. */
export interface CompareRow extends Judgement {
  readonly benchmark: string;
  readonly metric: string;
  readonly unit: MetricUnit;
}

/** One of the builds that were compared. */
export interface ComparedBuild {
  readonly role: CompareRole;
  readonly build: BuildResult;
  /** Its run in the history. */
  readonly runId: string;
}

export interface CompareResult {
  readonly suite: string;
  readonly rounds: number;
  readonly iterationsPerRound: number;
  readonly builds: readonly ComparedBuild[];
  /** The number that stands for the whole suite. */
  readonly main: CompareRow;
  /** Every benchmark's numbers; their intervals hold all together as often as the main one's does. */
  readonly rows: readonly CompareRow[];
  /** How the control's second half of rounds differs from its first, as a part; `undefined` without a control. */
  readonly controlDrift: number | undefined;
  /** Both are the same build, so that every difference is noise. */
  readonly sameBuild: boolean;
  /** How long the rounds took, without the builds before them. */
  readonly durationMs: number;
}
