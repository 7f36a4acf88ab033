/** Writes runs and iterations; each function is one transaction's content. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { errors } from '../../core/errors.ts';
import type { Iteration, RunStart, RunStatus, Sample } from '../../core/model/bench.ts';
import type { Stored } from '../../core/ports.ts';
import { type KnownRun, toKnownRun } from './rows.ts';

function idOf(row: Record<string, unknown> | undefined): number {
  const id = row?.id;
  if (typeof id !== 'number') {
    throw new TypeError('the database returned no id');
  }
  return id;
}

/** The prepared statements of one connection. */
export class Writes {
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #findRun: StatementSync;
  readonly #addIteration: StatementSync;
  readonly #findSeries: StatementSync;
  readonly #addSeries: StatementSync;
  readonly #addSample: StatementSync;

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
    this.#findRun = database.prepare(
      `SELECT r.id, r.status, r.machine_id AS machineId, r.suite, r.variant, b.platform
       FROM runs r JOIN builds b ON b.id = r.build_id WHERE r.uuid = ?`,
    );
    this.#addIteration = database.prepare(
      'INSERT INTO iterations (run_id, iteration) VALUES (?, ?) ON CONFLICT (run_id, iteration) DO NOTHING',
    );
    const series = 'machine_id, suite, variant, platform, benchmark, metric, unit';
    this.#findSeries = database.prepare(`SELECT id FROM series WHERE (${series}) = (?, ?, ?, ?, ?, ?, ?)`);
    this.#addSeries = database.prepare(
      `INSERT INTO series (${series}) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
    );
    this.#addSample = database.prepare(
      `INSERT INTO samples (series_id, run_id, iteration, value) VALUES (?, ?, ?, ?)
       ON CONFLICT (series_id, run_id, iteration) DO NOTHING`,
    );
  }

  beginRun(run: RunStart): void {
    const machineId = this.#putMachine(run);
    const buildId = this.#putBuild(run);
    this.#putCommit(run);
    this.#database
      .prepare(
        `INSERT INTO runs (uuid, build_id, machine_id, commit_sha, dirty, suite, variant, status, started_at_ms,
           planned_iterations, operating_system, kernel_version, engine_version, environment)
         VALUES (?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        run.id,
        buildId,
        machineId,
        run.build.commit?.sha ?? null,
        run.build.dirty ? 1 : 0,
        run.suite,
        run.variant,
        run.startedAtMs,
        run.plannedIterations,
        run.machine.operatingSystem,
        run.machine.kernelVersion,
        run.machine.engineVersion,
        JSON.stringify(run.environment),
      );
  }

  /** An iteration may come in parts, one of each script; what is there already stays as it is. */
  addIteration(runId: string, iteration: Iteration): Stored {
    const run = this.#requireRun(runId);
    this.#addIteration.run(run.id, iteration.index);
    let added = 0;
    for (const sample of iteration.samples) {
      const { changes } = this.#addSample.run(
        this.#seriesOf(run, sample),
        run.id,
        iteration.index,
        sample.value,
      );
      added += Number(changes);
    }
    if (added > 0 && run.status !== 'running') {
      throw errors.invalidMessage('the benchmark', `its run has already ended as ${run.status}.`);
    }
    return added > 0 ? 'stored' : 'duplicate';
  }

  finishRun(
    runId: string,
    status: Exclude<RunStatus, 'running'>,
    note: string | undefined,
    finishedAtMs: number,
  ): void {
    const run = this.#requireRun(runId);
    if (run.status === status) {
      return;
    }
    if (run.status !== 'running') {
      throw errors.invalidMessage('the benchmark', `its run has already ended as ${run.status}.`);
    }
    this.#database
      .prepare('UPDATE runs SET status = ?, note = ?, finished_at_ms = ? WHERE id = ?')
      .run(status, note?.slice(0, 4000) ?? null, finishedAtMs, run.id);
    if (status !== 'failed') {
      this.#countRun(run);
    }
  }

  /** From now on the run shows in its series. */
  #countRun(run: KnownRun): void {
    this.#database
      .prepare(
        `UPDATE series SET run_count = run_count + 1
         WHERE machine_id = ? AND suite = ? AND variant = ? AND platform = ?
           AND EXISTS (SELECT 1 FROM samples WHERE series_id = series.id AND run_id = ?)`,
      )
      .run(run.machineId, run.suite, run.variant, run.platform, run.id);
  }

  #requireRun(runId: string): KnownRun {
    const row = this.#findRun.get(runId);
    if (row === undefined) {
      throw errors.invalidMessage('the benchmark', 'its run is not in the history.');
    }
    return toKnownRun(row, this.#path);
  }

  #seriesOf(run: KnownRun, sample: Sample): number {
    const key = [
      run.machineId,
      run.suite,
      run.variant,
      run.platform,
      sample.benchmark,
      sample.metric,
      sample.unit,
    ] as const;
    return idOf(this.#findSeries.get(...key) ?? this.#addSeries.get(...key));
  }

  #putMachine({ machine }: RunStart): number {
    return idOf(
      this.#database
        .prepare(
          `INSERT INTO machines (identity, name, cpu_model, cpu_count, memory_bytes) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (identity) DO UPDATE SET name = excluded.name, cpu_model = excluded.cpu_model,
             cpu_count = excluded.cpu_count, memory_bytes = excluded.memory_bytes
           RETURNING id`,
        )
        .get(machine.id, machine.name, machine.cpuModel, machine.cpuCount, machine.memoryBytes),
    );
  }

  /** A key stands for content, so a known build needs no change. */
  #putBuild({ build }: RunStart): number {
    this.#database
      .prepare(
        `INSERT INTO builds (key, php_version, source_id, platform, toolchain_key, configure_flags)
         VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
      )
      .run(
        build.key,
        build.phpVersion,
        build.sourceId,
        build.platform,
        build.toolchainKey,
        JSON.stringify(build.configureFlags),
      );
    return idOf(this.#database.prepare('SELECT id FROM builds WHERE key = ?').get(build.key));
  }

  #putCommit({ build: { commit } }: RunStart): void {
    if (commit !== undefined) {
      this.#database
        .prepare(
          `INSERT INTO commits (sha, subject, author, committed_at_ms) VALUES (?, ?, ?, ?)
           ON CONFLICT (sha) DO NOTHING`,
        )
        .run(commit.sha, commit.subject, commit.author, commit.committedAtMs);
    }
  }
}
