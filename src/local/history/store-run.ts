/** Stores a run with what it refers to: machine, setup, build, commit and environment, each once. */
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { RunRecord, Setup } from '../../core/model/bench.ts';
import { canonicalJson } from '../../core/text/canonical-json.ts';

/** A stored run by its numbers. */
export interface StoredRun {
  readonly id: number;
  readonly setupId: number;
}

/** The number of the row that a statement returned. */
export function idOf(row: Record<string, unknown> | undefined): number {
  const id = row?.id;
  if (typeof id !== 'number') {
    throw new TypeError('the database returned no id');
  }
  return id;
}

const setupKey = 'machine_id, platform, configuration, suite, variant_name, variant_ini, role, branch';

const sql = {
  putMachine: `INSERT INTO machines (identity, name) VALUES (?, ?)
    ON CONFLICT (identity) DO UPDATE SET name = excluded.name RETURNING id`,
  findSetup: `SELECT id FROM setups WHERE (${setupKey}) = (?, ?, ?, ?, ?, ?, ?, ?)`,
  addSetup: `INSERT INTO setups (${setupKey}) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  // A key stands for content, so a known build needs no change.
  addBuild: `INSERT INTO builds (key, php_version, source_id, toolchain_key, configure_flags)
    VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING`,
  findBuild: 'SELECT id FROM builds WHERE key = ?',
  // Imported data may have known no more than the hash.
  putCommit: `INSERT INTO commits (sha, subject, author, committed_at_ms) VALUES (?, ?, ?, ?)
    ON CONFLICT (sha) DO UPDATE SET subject = excluded.subject, author = excluded.author,
      committed_at_ms = excluded.committed_at_ms
    WHERE committed_at_ms IS NULL AND excluded.committed_at_ms IS NOT NULL`,
  findEnvironment: 'SELECT id FROM environments WHERE content = ?',
  addEnvironment: 'INSERT INTO environments (content) VALUES (?) RETURNING id',
  addRun: `INSERT INTO runs (uuid, setup_id, build_id, environment_id, commit_sha, dirty, image, status, note, remarks,
      started_at_ms, finished_at_ms, planned_iterations, iteration_count, load_before, load_after, owner)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
} as const;

/** The prepared statements of one connection. */
export class RunStore {
  readonly #putMachine: StatementSync;
  readonly #findSetup: StatementSync;
  readonly #addSetup: StatementSync;
  readonly #addBuild: StatementSync;
  readonly #findBuild: StatementSync;
  readonly #putCommit: StatementSync;
  readonly #findEnvironment: StatementSync;
  readonly #addEnvironment: StatementSync;
  readonly #addRun: StatementSync;

  constructor(database: DatabaseSync) {
    this.#putMachine = database.prepare(sql.putMachine);
    this.#findSetup = database.prepare(sql.findSetup);
    this.#addSetup = database.prepare(sql.addSetup);
    this.#addBuild = database.prepare(sql.addBuild);
    this.#findBuild = database.prepare(sql.findBuild);
    this.#putCommit = database.prepare(sql.putCommit);
    this.#findEnvironment = database.prepare(sql.findEnvironment);
    this.#addEnvironment = database.prepare(sql.addEnvironment);
    this.#addRun = database.prepare(sql.addRun);
  }

  /**
   * Stores a run that is not there yet, without its numbers.
   * @param owner whose end is the end of a run that is still running
   */
  add(run: RunRecord, owner: string | undefined): StoredRun {
    const setupId = this.#setupOf(run);
    const { commit } = run.build;
    if (commit !== undefined) {
      this.#putCommit.run(commit.sha, commit.subject, commit.author, commit.committedAtMs ?? null);
    }
    const id = idOf(
      this.#addRun.get(
        run.id,
        setupId,
        this.#buildOf(run),
        this.#environmentOf(run),
        commit?.sha ?? null,
        run.build.dirty ? 1 : 0,
        run.image,
        run.status,
        run.note || null,
        JSON.stringify(run.remarks),
        run.startedAtMs,
        run.finishedAtMs ?? null,
        run.plannedIterations,
        run.status === 'running' ? null : run.iterations,
        run.loadBefore ?? null,
        run.loadAfter ?? null,
        owner ?? null,
      ),
    );
    return { id, setupId };
  }

  #setupOf(run: Setup & Pick<RunRecord, 'build'>): number {
    const machineId = idOf(this.#putMachine.get(run.machine.id, run.machine.name));
    const key = [
      machineId,
      run.build.platform,
      run.build.configuration,
      run.suite,
      run.variant.name,
      canonicalJson(run.variant.ini),
      run.role,
      run.branch,
    ] as const;
    return idOf(this.#findSetup.get(...key) ?? this.#addSetup.get(...key));
  }

  #buildOf({ build }: RunRecord): number {
    this.#addBuild.run(
      build.key,
      build.phpVersion,
      build.sourceId,
      build.toolchainKey,
      JSON.stringify(build.configureFlags),
    );
    return idOf(this.#findBuild.get(build.key));
  }

  #environmentOf({ environment }: RunRecord): number {
    const content = canonicalJson(environment);
    return idOf(this.#findEnvironment.get(content) ?? this.#addEnvironment.get(content));
  }
}
