/** The tables of the first version. One series is one range of `samples`, so that reading it touches nothing else. */
export const version1 = `
  CREATE TABLE machines (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    cpu_model TEXT NOT NULL,
    cpu_count INTEGER NOT NULL,
    memory_bytes INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE commits (
    sha TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    author TEXT NOT NULL,
    committed_at_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE builds (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    php_version TEXT NOT NULL,
    source_id TEXT NOT NULL,
    platform TEXT NOT NULL,
    toolchain_key TEXT NOT NULL,
    configure_flags TEXT NOT NULL
  ) STRICT;
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    build_id INTEGER NOT NULL REFERENCES builds (id),
    machine_id INTEGER NOT NULL REFERENCES machines (id),
    commit_sha TEXT REFERENCES commits (sha),
    dirty INTEGER NOT NULL CHECK (dirty IN (0, 1)),
    suite TEXT NOT NULL,
    variant TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'incomplete', 'failed')),
    note TEXT,
    started_at_ms INTEGER NOT NULL,
    finished_at_ms INTEGER,
    planned_iterations INTEGER NOT NULL,
    operating_system TEXT NOT NULL,
    kernel_version TEXT NOT NULL,
    engine_version TEXT NOT NULL,
    environment TEXT NOT NULL
  ) STRICT;
  CREATE INDEX runs_by_start ON runs (started_at_ms);
  CREATE INDEX runs_by_machine ON runs (machine_id);
  CREATE INDEX runs_by_build ON runs (build_id);
  CREATE TABLE iterations (
    run_id INTEGER NOT NULL REFERENCES runs (id),
    iteration INTEGER NOT NULL,
    PRIMARY KEY (run_id, iteration)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    machine_id INTEGER NOT NULL REFERENCES machines (id),
    platform TEXT NOT NULL,
    suite TEXT NOT NULL,
    variant TEXT NOT NULL,
    benchmark TEXT NOT NULL,
    metric TEXT NOT NULL,
    unit TEXT NOT NULL,
    run_count INTEGER NOT NULL DEFAULT 0,
    UNIQUE (machine_id, suite, variant, platform, benchmark, metric, unit)
  ) STRICT;
  CREATE TABLE samples (
    series_id INTEGER NOT NULL REFERENCES series (id),
    run_id INTEGER NOT NULL REFERENCES runs (id),
    iteration INTEGER NOT NULL,
    value REAL NOT NULL CHECK (value >= 0),
    PRIMARY KEY (series_id, run_id, iteration)
  ) STRICT, WITHOUT ROWID;
`;
