import type { DatabaseSync } from 'node:sqlite';
import type {
  Iteration,
  RunRow,
  RunStart,
  RunStatus,
  SeriesColumns,
  SeriesRow,
} from '../../core/model/bench.ts';
import type { HistoryPort, Stored } from '../../core/ports.ts';
import { checkIteration, checkRun, checkTime } from './checks.ts';
import { listRuns, listSeries, readSeries } from './queries.ts';
import { inTransaction } from './transaction.ts';
import { Writes } from './writes.ts';

/** The history over one open connection; every write is one transaction that is on disk when the call returns. */
export class SqliteHistory implements HistoryPort {
  readonly path: string;
  readonly #database: DatabaseSync;
  readonly #writes: Writes;
  #closed = false;

  constructor(database: DatabaseSync, path: string) {
    this.path = path;
    this.#database = database;
    this.#writes = new Writes(database, path);
  }

  beginRun(run: RunStart): void {
    checkRun(run);
    inTransaction(this.#database, this.path, 'BEGIN IMMEDIATE', () => this.#writes.beginRun(run));
  }

  addIteration(runId: string, iteration: Iteration): Stored {
    checkIteration(iteration);
    return inTransaction(this.#database, this.path, 'BEGIN IMMEDIATE', () =>
      this.#writes.addIteration(runId, iteration),
    );
  }

  finishRun(
    runId: string,
    status: Exclude<RunStatus, 'running'>,
    note: string | undefined,
    finishedAtMs: number,
  ): void {
    checkTime(finishedAtMs);
    inTransaction(this.#database, this.path, 'BEGIN IMMEDIATE', () =>
      this.#writes.finishRun(runId, status, note, finishedAtMs),
    );
  }

  listRuns(limit: number): readonly RunRow[] {
    return this.#read(() => listRuns(this.#database, this.path, limit));
  }

  listSeries(): readonly SeriesRow[] {
    return this.#read(() => listSeries(this.#database, this.path));
  }

  readSeries(seriesId: number): SeriesColumns {
    return this.#read(() => readSeries(this.#database, this.path, seriesId));
  }

  close(): void {
    if (!this.#closed) {
      this.#closed = true;
      this.#database.close();
    }
  }

  #read<T>(query: () => T): T {
    return inTransaction(this.#database, this.path, 'BEGIN', query);
  }
}
