import type { DatabaseSync } from 'node:sqlite';
import { storableText } from '../../core/history-exchange/run-schema.ts';
import type {
  Exclusion,
  Iteration,
  PointKey,
  Remark,
  RunDetails,
  RunEnd,
  RunRecord,
  RunStart,
  SeriesColumns,
  SeriesRow,
} from '../../core/model/bench.ts';
import type { HistoryPort, Stored } from '../../core/ports.ts';
import { checkEnd, checkExclusion, checkIteration, checkRemark, checkRun } from './checks.ts';
import { lastUses, listRuns, listSeries, readRun, readSeries } from './queries.ts';
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
    this.#write(() => this.#writes.beginRun(run));
  }

  addIteration(runId: string, iteration: Iteration): Stored {
    checkIteration(iteration);
    return this.#write(() => this.#writes.addIteration(runId, iteration));
  }

  finishRun(runId: string, end: RunEnd): void {
    const storable = { ...end, note: end.note === undefined ? undefined : storableText(end.note) };
    checkEnd(storable);
    this.#write(() => this.#writes.finishRun(runId, storable));
  }

  endAbandonedRuns(isGone: (owner: string) => boolean): number {
    const isRunning = this.#database.prepare("SELECT 1 FROM runs WHERE status = 'running' LIMIT 1");
    return this.#read(() => isRunning.get()) === undefined
      ? 0
      : this.#write(() => this.#writes.endAbandonedRuns(isGone));
  }

  addRemark(runId: string, remark: Remark): void {
    const storable = { ...remark, text: storableText(remark.text) };
    checkRemark(storable);
    this.#write(() => this.#writes.addRemark(runId, storable));
  }

  exclude(point: PointKey, exclusion: Exclusion): void {
    const storable = { ...exclusion, reason: storableText(exclusion.reason) };
    checkExclusion(storable);
    this.#write(() => this.#writes.setExclusion(point, storable));
  }

  include(point: PointKey): void {
    this.#write(() => this.#writes.setExclusion(point, undefined));
  }

  readRun(runId: string): RunDetails | undefined {
    return this.#read(() => readRun(this.#database, this.path, runId));
  }

  listRuns(limit: number): readonly RunRecord[] {
    return this.#read(() => listRuns(this.#database, this.path, limit));
  }

  lastUses(): ReadonlyMap<string, number> {
    return this.#read(() => lastUses(this.#database, this.path));
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

  #write<T>(work: () => T): T {
    return inTransaction(this.#database, this.path, 'BEGIN IMMEDIATE', work);
  }

  #read<T>(query: () => T): T {
    return inTransaction(this.#database, this.path, 'BEGIN', query);
  }
}
