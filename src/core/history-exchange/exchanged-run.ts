/** What one history hands to another: runs with all their numbers. */
import * as v from 'valibot';
import type { Exclusion, MetricUnit, PointSummary, RunRecord } from '../model/bench.ts';
import { summaryOf } from '../stats/summary.ts';
import {
  exclusionSchema,
  iterationSchema,
  nameSchema,
  runRecordSchema,
  summarySchema,
  unitSchema,
  valueSchema,
} from './run-schema.ts';

/** The series of a point, within its run. */
export interface PointName {
  readonly benchmark: string;
  readonly metric: string;
  readonly unit: MetricUnit;
}

export interface ExchangedPoint extends PointName {
  readonly summary: PointSummary;
  readonly exclusion?: Exclusion | undefined;
}

/** An iteration and its value. */
export type ExchangedSample = readonly [iteration: number, value: number];

/** A point with its samples, of which its numbers follow, or with its numbers alone. */
export interface PointWithSamples extends PointName {
  readonly samples: readonly ExchangedSample[];
  readonly summary?: PointSummary | undefined;
  readonly exclusion?: Exclusion | undefined;
}

export interface ExchangedRun {
  readonly run: RunRecord;
  readonly points: readonly PointWithSamples[];
}

/** A run that has ended: one that still runs would never be completed where it is imported. */
export const endedRunSchema = v.pipe(
  runRecordSchema,
  v.check(({ status }) => status !== 'running', 'has not ended'),
);

export const pointNameEntries = { benchmark: nameSchema, metric: nameSchema, unit: unitSchema };

export const exchangedPointEntries = {
  ...pointNameEntries,
  summary: summarySchema,
  exclusion: v.optional(exclusionSchema),
};

export const exchangedRunSchema = v.strictObject({
  run: endedRunSchema,
  points: v.array(
    v.pipe(
      v.strictObject({
        ...exchangedPointEntries,
        summary: v.optional(summarySchema),
        samples: v.array(v.strictTuple([iterationSchema, valueSchema])),
      }),
      v.check(
        ({ samples, summary }) => (samples.length === 0) !== (summary === undefined),
        'must have samples, or a summary if these are no longer kept',
      ),
    ),
  ),
});

/** The numbers of a point: of its samples, if it has any. */
export function withSummary({ samples, summary, ...rest }: PointWithSamples): ExchangedPoint {
  return { ...rest, summary: summary ?? summaryOf(samples.map(([, value]) => value)) };
}
