/**
 * `setups` hold what a number depends on beside the build and the day. `environments.content` is canonical JSON.
 * `points` are made when a run ends; `series.run_count` counts those of runs that are shown, and changes with them.
 * `runs.iteration_count` is known from the end on, and `iterations` are only there to know one that comes again.
 */
export const tables = `
  CREATE TABLE machines (
    id INTEGER PRIMARY KEY,
    identity TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL
  ) STRICT;
  CREATE TABLE setups (
    id INTEGER PRIMARY KEY,
    machine_id INTEGER NOT NULL REFERENCES machines (id),
    platform TEXT NOT NULL,
    configuration TEXT NOT NULL,
    suite TEXT NOT NULL,
    variant_name TEXT NOT NULL,
    variant_ini TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('subject', 'control', 'repeat')),
    branch TEXT NOT NULL,
    UNIQUE (machine_id, platform, configuration, suite, variant_name, variant_ini, role, branch)
  ) STRICT;
  CREATE TABLE commits (
    sha TEXT PRIMARY KEY,
    subject TEXT NOT NULL,
    author TEXT NOT NULL,
    committed_at_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE builds (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    php_version TEXT NOT NULL,
    source_id TEXT NOT NULL,
    toolchain_key TEXT NOT NULL,
    configure_flags TEXT NOT NULL
  ) STRICT;
  CREATE TABLE environments (
    id INTEGER PRIMARY KEY,
    content TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    setup_id INTEGER NOT NULL REFERENCES setups (id),
    build_id INTEGER NOT NULL REFERENCES builds (id),
    environment_id INTEGER NOT NULL REFERENCES environments (id),
    commit_sha TEXT REFERENCES commits (sha),
    dirty INTEGER NOT NULL CHECK (dirty IN (0, 1)),
    image TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('running', 'complete', 'incomplete', 'failed')),
    note TEXT,
    remarks TEXT NOT NULL,
    started_at_ms INTEGER NOT NULL,
    finished_at_ms INTEGER,
    planned_iterations INTEGER NOT NULL,
    iteration_count INTEGER,
    load_before REAL,
    load_after REAL,
    owner TEXT
  ) STRICT;
  CREATE INDEX runs_by_start ON runs (started_at_ms);
  CREATE INDEX runs_without_end ON runs (id) WHERE status = 'running';
  CREATE TABLE iterations (
    run_id INTEGER NOT NULL REFERENCES runs (id),
    iteration INTEGER NOT NULL,
    PRIMARY KEY (run_id, iteration)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    setup_id INTEGER NOT NULL REFERENCES setups (id),
    benchmark TEXT NOT NULL,
    metric TEXT NOT NULL,
    unit TEXT NOT NULL,
    run_count INTEGER NOT NULL DEFAULT 0,
    UNIQUE (setup_id, benchmark, metric, unit)
  ) STRICT;
  CREATE TABLE samples (
    series_id INTEGER NOT NULL REFERENCES series (id),
    run_id INTEGER NOT NULL REFERENCES runs (id),
    iteration INTEGER NOT NULL,
    value REAL NOT NULL CHECK (value >= 0),
    PRIMARY KEY (series_id, run_id, iteration)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE points (
    series_id INTEGER NOT NULL REFERENCES series (id),
    run_id INTEGER NOT NULL REFERENCES runs (id),
    sample_count INTEGER NOT NULL CHECK (sample_count > 0),
    median REAL NOT NULL,
    minimum REAL NOT NULL,
    maximum REAL NOT NULL,
    mean REAL,
    standard_deviation REAL,
    lower_quartile REAL,
    upper_quartile REAL,
    excluded_because TEXT,
    excluded_at_ms INTEGER,
    PRIMARY KEY (series_id, run_id)
  ) STRICT, WITHOUT ROWID;
`;
