/** Writes runs and what comes of them; each function is one transaction's content. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { errors } from '../../core/errors.ts';
import type {
  Exclusion,
  Iteration,
  PointKey,
  Remark,
  RunEnd,
  RunStart,
  Sample,
} from '../../core/model/bench.ts';
import type { Stored } from '../../core/ports.ts';
import { addPoints } from './points.ts';
import { type KnownRun, toKnownRun } from './rows.ts';
import { idOf, RunStore } from './store-run.ts';

const abandonedNote = 'The program that measured it ended before the run did.';

/** The prepared statements of one connection. */
export class Writes {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #runs: RunStore;
  readonly #findRun: StatementSync;
  readonly #addIteration: StatementSync;
  readonly #findSeries: StatementSync;
  readonly #addSeries: StatementSync;
  readonly #addSample: StatementSync;

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
    this.#runs = new RunStore(database);
    this.#findRun = database.prepare(
      'SELECT id, status, setup_id AS setupId, remarks FROM runs WHERE uuid = ?',
    );
    this.#addIteration = database.prepare(
      'INSERT INTO iterations (run_id, iteration) VALUES (?, ?) ON CONFLICT (run_id, iteration) DO NOTHING',
    );
    const series = 'setup_id, benchmark, metric, unit';
    this.#findSeries = database.prepare(`SELECT id FROM series WHERE (${series}) = (?, ?, ?, ?)`);
    this.#addSeries = database.prepare(`INSERT INTO series (${series}) VALUES (?, ?, ?, ?) RETURNING id`);
    this.#addSample = database.prepare(
      'INSERT INTO samples (series_id, run_id, iteration, value) VALUES (?, ?, ?, ?)',
    );
  }

  beginRun({ owner, ...run }: RunStart): void {
    this.#runs.add({ ...run, status: 'running', remarks: [], iterations: 0 }, owner);
  }

  addIteration(runId: string, iteration: Iteration): Stored {
    const run = this.#requireRun(runId);
    if (this.#addIteration.run(run.id, iteration.index).changes === 0) {
      return 'duplicate';
    }
    if (run.status !== 'running') {
      throw errors.invalidMessage('the benchmark', `its run has already ended as ${run.status}.`);
    }
    for (const sample of iteration.samples) {
      this.#addSample.run(this.#seriesOf(run, sample), run.id, iteration.index, sample.value);
    }
    return 'stored';
  }

  finishRun(runId: string, end: RunEnd): void {
    const run = this.#requireRun(runId);
    if (run.status === end.status) {
      return;
    }
    if (run.status !== 'running') {
      throw errors.invalidMessage('the benchmark', `its run has already ended as ${run.status}.`);
    }
    this.#database
      .prepare(
        `UPDATE runs SET status = ?, note = ?, finished_at_ms = ?, load_after = ?,
           iteration_count = (SELECT count(*) FROM iterations WHERE run_id = runs.id)
         WHERE id = ?`,
      )
      .run(end.status, end.note || null, end.finishedAtMs ?? null, end.loadAfter ?? null, run.id);
    addPoints(this.#database, this.#path, run);
    if (end.status !== 'failed') {
      this.#countRun(run);
    }
  }

  /** Ends the runs of owners that are gone, or that nobody knows, as incomplete; how many there were. */
  endAbandonedRuns(isGone: (owner: string) => boolean): number {
    const rows = this.#database.prepare("SELECT uuid, owner FROM runs WHERE status = 'running'").all();
    const abandoned = rows.filter(({ owner }) => typeof owner !== 'string' || isGone(owner));
    for (const { uuid } of abandoned) {
      this.finishRun(String(uuid), { status: 'incomplete', note: abandonedNote });
    }
    return abandoned.length;
  }

  addRemark(runId: string, remark: Remark): void {
    const run = this.#requireRun(runId);
    if (!run.remarks.some(({ kind, text }) => kind === remark.kind && text === remark.text)) {
      this.#database
        .prepare('UPDATE runs SET remarks = ? WHERE id = ?')
        .run(JSON.stringify([...run.remarks, remark]), run.id);
    }
  }

  /** @param exclusion `undefined` lets the point count again */
  setExclusion(point: PointKey, exclusion: Exclusion | undefined): void {
    const run = this.#requireRun(point.runId);
    const { changes } = this.#database
      .prepare(
        'UPDATE points SET excluded_because = ?, excluded_at_ms = ? WHERE series_id = ? AND run_id = ?',
      )
      .run(exclusion?.reason ?? null, exclusion?.atMs ?? null, point.seriesId, run.id);
    if (changes === 0) {
      throw errors.invalidMessage('the chart', 'its point is not in the history.');
    }
  }

  /** From now on the run shows in its series. */
  #countRun(run: KnownRun): void {
    this.#database
      .prepare(
        `UPDATE series SET run_count = run_count + 1
         WHERE setup_id = ? AND EXISTS (SELECT 1 FROM points WHERE series_id = series.id AND run_id = ?)`,
      )
      .run(run.setupId, run.id);
  }

  #requireRun(runId: string): KnownRun {
    const row = this.#findRun.get(runId);
    if (row === undefined) {
      throw errors.invalidMessage('the benchmark', 'its run is not in the history.');
    }
    return toKnownRun(row, this.#path);
  }

  #seriesOf(run: KnownRun, sample: Sample): number {
    const key = [run.setupId, sample.benchmark, sample.metric, sample.unit] as const;
    return idOf(this.#findSeries.get(...key) ?? this.#addSeries.get(...key));
  }
}
