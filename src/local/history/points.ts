/** Makes the points of samples. */
import type { DatabaseSync } from 'node:sqlite';
import { errors } from '../../core/errors.ts';
import type { PointSummary } from '../../core/model/bench.ts';
import { summaryOf } from '../../core/stats/summary.ts';
import { isMeasured } from './is-measured.ts';

/** A point by the numbers of its series and run. */
export interface NumberedPoint {
  readonly seriesId: number;
  readonly runId: number;
  readonly summary: PointSummary;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * The points of samples that come sorted by series and run, as rows of `seriesId`, `runId` and `value`.
 * @throws `history-unreadable` if a value is not as it was written
 */
export function* pointsOf(rows: Iterable<Row>, path: string): Generator<NumberedPoint> {
  let current: { seriesId: number; runId: number; values: number[] } | undefined;
  for (const { seriesId, runId, value } of rows) {
    if (typeof seriesId !== 'number' || typeof runId !== 'number' || !isMeasured(value)) {
      throw errors.historyUnreadable(path, new Error(`a sample of run ${runId} is ${value}`));
    }
    if (current?.seriesId === seriesId && current.runId === runId) {
      current.values.push(value);
      continue;
    }
    if (current !== undefined) {
      yield finish(current);
    }
    current = { seriesId, runId, values: [value] };
  }
  if (current !== undefined) {
    yield finish(current);
  }
}

function finish(point: {
  readonly seriesId: number;
  readonly runId: number;
  readonly values: readonly number[];
}): NumberedPoint {
  return { seriesId: point.seriesId, runId: point.runId, summary: summaryOf(point.values) };
}

/** Columns of `points` with the numbers of a summary, in the order of {@link summaryValues}. */
export const summaryColumns =
  'sample_count, median, minimum, maximum, mean, standard_deviation, lower_quartile, upper_quartile';

export function summaryValues(summary: PointSummary): (number | null)[] {
  return [
    summary.sampleCount,
    summary.median,
    summary.minimum,
    summary.maximum,
    summary.mean ?? null,
    summary.standardDeviation ?? null,
    summary.lowerQuartile ?? null,
    summary.upperQuartile ?? null,
  ];
}

/** Stores the points of a run from its samples. */
export function addPoints(database: DatabaseSync, path: string, run: { id: number; setupId: number }): void {
  const samples = database
    .prepare(
      `SELECT x.series_id AS seriesId, x.run_id AS runId, x.value
       FROM series s JOIN samples x ON x.series_id = s.id AND x.run_id = ?
       WHERE s.setup_id = ? ORDER BY s.id`,
    )
    .iterate(run.id, run.setupId);
  const add = database.prepare(
    `INSERT INTO points (series_id, run_id, ${summaryColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { seriesId, runId, summary } of pointsOf(samples, path)) {
    add.run(seriesId, runId, ...summaryValues(summary));
  }
}
