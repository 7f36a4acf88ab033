/** Reads runs with their numbers for an export, one after the other, in an order that every history agrees on. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import * as v from 'valibot';
import { errors } from '../../../core/errors.ts';
import {
  type ExchangedPoint,
  type ExchangedSample,
  pointNameEntries,
} from '../../../core/history-exchange/exchanged-run.ts';
import { exclusionSchema } from '../../../core/history-exchange/run-schema.ts';
import type { PointSummary, RunRecord } from '../../../core/model/bench.ts';
import { isMeasured } from '../is-measured.ts';
import { parseRow } from '../parse-row.ts';
import { runColumns, runTables, toRunRecord } from '../rows.ts';

const idRow = v.object({ id: v.number(), setupId: v.number() });
const countsRow = v.object({
  runs: v.number(),
  points: v.number(),
  samples: v.number(),
  runningRuns: v.number(),
});

const counts = `
  SELECT count(*) FILTER (WHERE status <> 'running') AS runs, count(*) FILTER (WHERE status = 'running') AS runningRuns,
    (SELECT count(*) FROM points) AS points,
    (SELECT count(*) FROM samples s JOIN runs r ON r.id = s.run_id WHERE r.status <> 'running') AS samples
  FROM runs`;
const seriesSchema = v.strictObject({ seriesId: v.number(), ...pointNameEntries });
type NamedSeries = v.InferOutput<typeof seriesSchema>;
type Row = Readonly<Record<string, unknown>>;

export interface StoredPoint extends ExchangedPoint {
  readonly seriesId: number;
}

/** A run that has ended, by its numbers. */
export interface RunKey {
  readonly id: number;
  readonly setupId: number;
}

/** Reads in the transaction that the caller has begun. */
export class StoredRuns {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #key: StatementSync;
  readonly #run: StatementSync;
  readonly #points: StatementSync;
  readonly #samples: StatementSync;
  readonly #series = new Map<unknown, NamedSeries>();

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
    this.#key = database.prepare('SELECT id, setup_id AS setupId FROM runs WHERE uuid = ?');
    this.#run = database.prepare(`SELECT ${runColumns} FROM ${runTables} WHERE r.id = ?`);
    this.#points = database.prepare(
      `SELECT x.id AS seriesId, p.sample_count AS sampleCount, p.median, p.minimum,
         p.maximum, p.mean, p.standard_deviation AS standardDeviation, p.lower_quartile AS lowerQuartile,
         p.upper_quartile AS upperQuartile, p.excluded_because AS reason, p.excluded_at_ms AS atMs
       FROM series x JOIN points p ON p.series_id = x.id AND p.run_id = ?
       WHERE x.setup_id = ? ORDER BY x.benchmark, x.metric, x.unit`,
    );
    this.#samples = database.prepare(
      `SELECT x.id AS seriesId, y.iteration, y.value
       FROM series x JOIN samples y ON y.series_id = x.id AND y.run_id = ?
       WHERE x.setup_id = ? ORDER BY x.id, y.iteration`,
    );
  }

  /** Those that have ended. */
  keys(): readonly RunKey[] {
    return this.#database
      .prepare(
        "SELECT id, setup_id AS setupId FROM runs WHERE status <> 'running' ORDER BY started_at_ms, uuid",
      )
      .all()
      .map((row) => parseRow(idRow, row, this.#path));
  }

  /** The run of this identifier, ended or not; `undefined` if there is none. */
  find(runId: string): RunKey | undefined {
    const row = this.#key.get(runId);
    return row === undefined ? undefined : parseRow(idRow, row, this.#path);
  }

  /** How much an export has, and how many runs it leaves out because they have not ended. */
  counts(): v.InferOutput<typeof countsRow> {
    const row = this.#database.prepare(counts).get();
    return parseRow(countsRow, row, this.#path);
  }

  run({ id }: RunKey): RunRecord {
    return toRunRecord(this.#run.get(id), this.#path);
  }

  points({ id, setupId }: RunKey): readonly StoredPoint[] {
    return this.#points.all(id, setupId).map((row) => this.#toPoint(row));
  }

  /** The samples of a run by the numbers of their series. */
  samples({ id, setupId }: RunKey): ReadonlyMap<number, readonly ExchangedSample[]> {
    const samples = new Map<number, ExchangedSample[]>();
    for (const { seriesId, iteration, value } of this.#samples.iterate(id, setupId)) {
      if (typeof seriesId !== 'number' || typeof iteration !== 'number' || !isMeasured(value)) {
        throw errors.historyUnreadable(this.#path, new Error(`a sample of run ${id} is ${value}`));
      }
      const list = samples.get(seriesId) ?? [];
      samples.set(seriesId, list);
      list.push([iteration, value]);
    }
    return samples;
  }

  #toPoint({ seriesId, reason, atMs, ...row }: Row): StoredPoint {
    const series = this.#seriesOf(seriesId);
    const exclusion = reason === null ? undefined : parseRow(exclusionSchema, { reason, atMs }, this.#path);
    return { ...series, summary: this.#toSummary(row), exclusion };
  }

  /** Names are checked once for each series. */
  #seriesOf(id: unknown): NamedSeries {
    const known = this.#series.get(id);
    if (known !== undefined) {
      return known;
    }
    const row = this.#database
      .prepare('SELECT id AS seriesId, benchmark, metric, unit FROM series WHERE id = ?')
      .get(Number(id));
    const series = parseRow(seriesSchema, row, this.#path);
    this.#series.set(id, series);
    return series;
  }

  /** Written out by hand: there can be a million. */
  #toSummary(row: Row): PointSummary {
    const { sampleCount, median, minimum, maximum } = row;
    const { mean, standardDeviation, lowerQuartile, upperQuartile } = row;
    if (
      isMeasured(sampleCount) &&
      isMeasured(median) &&
      isMeasured(minimum) &&
      isMeasured(maximum) &&
      isMeasuredOrNull(mean) &&
      isMeasuredOrNull(standardDeviation) &&
      isMeasuredOrNull(lowerQuartile) &&
      isMeasuredOrNull(upperQuartile)
    ) {
      return {
        ...{ sampleCount, median, minimum, maximum, mean: mean ?? undefined },
        standardDeviation: standardDeviation ?? undefined,
        lowerQuartile: lowerQuartile ?? undefined,
        upperQuartile: upperQuartile ?? undefined,
      };
    }
    throw errors.historyUnreadable(this.#path, new Error('a point is not as it was written'));
  }
}

function isMeasuredOrNull(value: unknown): value is number | null {
  return value === null || isMeasured(value);
}
