/**
 * What is imported, before it is stored: in tables of this connection's own, so that reading a file, however long it
 * takes, keeps no other writer waiting, and a file that is refused at its end has left nothing behind.
 */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { errors } from '../../../core/errors.ts';
import type { ExchangedPoint, PointName } from '../../../core/history-exchange/exchanged-run.ts';
import type { RunRecord } from '../../../core/model/bench.ts';
import { pointsOf, summaryColumns, summaryValues } from '../points.ts';

const tables = `
  CREATE TEMP TABLE staged_runs (
    id INTEGER PRIMARY KEY,
    record TEXT NOT NULL,
    run_id INTEGER,
    setup_id INTEGER
  ) STRICT;
  CREATE TEMP TABLE staged_names (
    id INTEGER PRIMARY KEY,
    benchmark TEXT NOT NULL,
    metric TEXT NOT NULL,
    unit TEXT NOT NULL
  ) STRICT;
  CREATE TEMP TABLE staged_points (
    run INTEGER NOT NULL,
    name INTEGER NOT NULL,
    sample_count INTEGER NOT NULL,
    median REAL NOT NULL,
    minimum REAL NOT NULL,
    maximum REAL NOT NULL,
    mean REAL,
    standard_deviation REAL,
    lower_quartile REAL,
    upper_quartile REAL,
    excluded_because TEXT,
    excluded_at_ms INTEGER,
    PRIMARY KEY (run, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TEMP TABLE staged_samples (
    run INTEGER NOT NULL,
    name INTEGER NOT NULL,
    iteration INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (run, name, iteration)
  ) STRICT, WITHOUT ROWID;
  CREATE TEMP TABLE staged_series (
    setup_id INTEGER NOT NULL,
    name INTEGER NOT NULL,
    series_id INTEGER NOT NULL,
    PRIMARY KEY (setup_id, name)
  ) STRICT, WITHOUT ROWID;
`;

/** A point that says another number of samples than came. */
const wrongCount = `
  SELECT n.benchmark, n.metric, json_extract(r.record, '$.id') AS run, p.sample_count AS told, count(*) AS found
  FROM staged_samples x JOIN staged_points p ON p.run = x.run AND p.name = x.name
  JOIN staged_runs r ON r.id = x.run JOIN staged_names n ON n.id = x.name
  GROUP BY x.run, x.name HAVING count(*) <> p.sample_count LIMIT 1`;

/** A point that was staged, by its numbers there. */
export interface StagedPoint {
  readonly run: number;
  readonly name: number;
}

/** Takes runs, then their points, then the points' samples. */
export class Staging {
  readonly #database: DatabaseSync;
  readonly #runs = new Map<string, number>();
  readonly #names = new Map<string, number>();
  readonly #addRun: StatementSync;
  readonly #addName: StatementSync;
  readonly #addPoint: StatementSync;
  readonly #findPoint: StatementSync;
  readonly #addSample: StatementSync;

  /** Makes the tables, in the transaction that the caller has begun. */
  constructor(database: DatabaseSync) {
    this.#database = database;
    database.exec(tables);
    this.#addRun = database.prepare('INSERT INTO staged_runs (id, record) VALUES (?, ?)');
    this.#addName = database.prepare('INSERT INTO staged_names VALUES (?, ?, ?, ?)');
    this.#addPoint = database.prepare(
      `INSERT INTO staged_points (run, name, ${summaryColumns}, excluded_because, excluded_at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    this.#findPoint = database.prepare('SELECT 1 FROM staged_points WHERE run = ? AND name = ?');
    this.#addSample = database.prepare(
      'INSERT INTO staged_samples VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    );
  }

  /** @throws `import-refused` if the run comes a second time */
  addRun(run: RunRecord, where: string): void {
    const id = this.#runs.size + 1;
    if (this.#runs.has(run.id)) {
      throw errors.importRefused(where, `it has the run ${run.id} a second time`);
    }
    this.#runs.set(run.id, id);
    this.#addRun.run(id, JSON.stringify(run));
  }

  /** @throws `import-refused` if its run is missing or has the point already */
  addPoint(runId: string, point: ExchangedPoint, where: string): StagedPoint {
    const run = this.#runs.get(runId);
    if (run === undefined) {
      throw errors.importRefused(where, `there is no run ${runId}`);
    }
    const staged = { run, name: this.#nameOf(point) };
    const { exclusion } = point;
    const added = this.#addPoint.run(
      staged.run,
      staged.name,
      ...summaryValues(point.summary),
      exclusion?.reason ?? null,
      exclusion?.atMs ?? null,
    );
    if (added.changes === 0) {
      throw errors.importRefused(
        where,
        `it has ${point.benchmark}, ${point.metric} of the run ${runId} a second time`,
      );
    }
    return staged;
  }

  /** @throws `import-refused` if there is no such point */
  findPoint(runId: string, name: PointName, where: string): StagedPoint {
    const staged = { run: this.#runs.get(runId) ?? 0, name: this.#nameOf(name) };
    if (this.#findPoint.get(staged.run, staged.name) === undefined) {
      throw errors.importRefused(
        where,
        `there is no point ${name.benchmark}, ${name.metric} of a run ${runId}`,
      );
    }
    return staged;
  }

  /** @throws `import-refused` if the point has the iteration already */
  addSample(point: StagedPoint, iteration: number, value: number, where: string): void {
    if (this.#addSample.run(point.run, point.name, iteration, value).changes === 0) {
      throw errors.importRefused(where, `it has iteration ${iteration} of a point a second time`);
    }
  }

  /**
   * Checks that no sample of a point is missing, and makes the points of those samples that are there, so that the two
   * cannot differ.
   * @param name what is imported, for people
   * @throws `import-refused`
   */
  completePoints(name: string): void {
    const wrong = this.#database.prepare(wrongCount).get();
    if (wrong !== undefined) {
      const { benchmark, metric, run, told, found } = wrong;
      throw errors.importRefused(
        name,
        `${benchmark}, ${metric} of the run ${run} has ${found} of ${told} samples`,
      );
    }
    const samples = this.#database
      .prepare('SELECT name AS seriesId, run AS runId, value FROM staged_samples ORDER BY run, name')
      .iterate();
    const update = this.#database.prepare(
      `UPDATE staged_points SET (${summaryColumns}) = (?, ?, ?, ?, ?, ?, ?, ?) WHERE name = ? AND run = ?`,
    );
    for (const { seriesId, runId, summary } of pointsOf(samples, name)) {
      update.run(...summaryValues(summary), seriesId, runId);
    }
  }

  #nameOf({ benchmark, metric, unit }: PointName): number {
    const key = JSON.stringify([benchmark, metric, unit]);
    const known = this.#names.get(key);
    if (known !== undefined) {
      return known;
    }
    const id = this.#names.size + 1;
    this.#names.set(key, id);
    this.#addName.run(id, benchmark, metric, unit);
    return id;
  }
}
