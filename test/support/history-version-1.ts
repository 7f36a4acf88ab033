/** A history as the first version of the product wrote it; its tables are repeated here, so that they cannot change. */
import { DatabaseSync } from 'node:sqlite';

const tables = `
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
  PRAGMA application_id = ${0x50534248};
  PRAGMA user_version = 1;
`;

const rows = `
  INSERT INTO machines VALUES (1, 'machine-1', 'box', 'Some CPU', 2, 8000000000);
  INSERT INTO commits VALUES ('aaaa', 'It''s "quoted", and more', 'Someone', 1700000000000), ('bbbb', 'Next', 'Me', 1);
  INSERT INTO builds VALUES
    (1, 'key-1', '8.2.32', 'git:1', 'linux/amd64', 'bison3', '["--disable-all","--enable-cli","--disable-cgi","--disable-phpdbg"]'),
    (2, 'key-2', '8.2.32', 'git:2', 'linux/amd64', 'bison3', '["--disable-all","--enable-cli","--disable-cgi","--disable-phpdbg","--with-libedit","--enable-opcache","--enable-debug","--with-x=a b"]'),
    (3, 'key-3', '8.2.32', 'git:3', 'linux/arm64', 'bison3', '[]');
  INSERT INTO runs VALUES
    (1, '6f9619ff-8b86-4d01-b42d-000000000001', 1, 1, 'aaaa', 0, 'Zend/bench.php', 'default', 'complete', NULL, 1000, 2000, 2, 'Linux', '6.1', '20.10',
      '{"image":"psb/key-1","toolchain":"psb/toolchain","loadBefore":0.25,"warmups":1,"memoryLimitBytes":1000,"cpuSet":"all","emulated":false,"engine":"20.10","kernel":"6.1"}'),
    (2, '6f9619ff-8b86-4d01-b42d-000000000002', 2, 1, 'bbbb', 1, 'Zend/bench.php', 'default', 'incomplete', 'Cancelled.', 3000, 4000, 9, 'Linux', '6.1', '20.10',
      '{"image":7,"kernel":"other","mine":"kept"}'),
    (3, '6f9619ff-8b86-4d01-b42d-000000000003', 1, 1, 'aaaa', 0, 'Zend/bench.php', 'default', 'complete', NULL, 5000, 6000, 1, 'Linux', '6.1', '20.10',
      '{"image":"psb/key-1","toolchain":"psb/toolchain","loadBefore":3,"warmups":1,"memoryLimitBytes":1000,"cpuSet":"all","emulated":false,"engine":"20.10","kernel":"6.1"}'),
    (4, '6f9619ff-8b86-4d01-b42d-000000000004', 3, 1, NULL, 0, 'Zend/bench.php', 'jit', 'running', NULL, 7000, NULL, 3, 'Linux', '6.1', '20.10', '{}'),
    (5, '6f9619ff-8b86-4d01-b42d-000000000005', 1, 1, NULL, 0, 'Zend/bench.php', 'default', 'failed', 'No.', 8000, 9000, 3, 'Linux', '6.1', '20.10', '{}');
  INSERT INTO iterations VALUES (1, 0), (1, 1), (2, 0), (3, 0), (4, 0), (5, 0);
  INSERT INTO series VALUES
    (3, 1, 'linux/amd64', 'Zend/bench.php', 'default', 'Total', 'time', 'ms', 3),
    (5, 1, 'linux/amd64', 'Zend/bench.php', 'default', 'x', 'time', 'ms', 2),
    (9, 1, 'linux/arm64', 'Zend/bench.php', 'jit', 'Total', 'time', 'ms', 0);
  INSERT INTO samples VALUES
    (3, 1, 0, 5), (3, 1, 1, 7.5), (3, 2, 0, 100), (3, 3, 0, 5e-324), (3, 5, 0, 1),
    (5, 1, 0, 1), (5, 2, 0, 1.7976931348623157e308), (9, 4, 0, 42);
`;

/** Makes the file, with runs of two configurations in one series, one that still runs and one that failed. */
export function makeVersion1(path: string): void {
  const database = new DatabaseSync(path);
  database.exec(`BEGIN; ${tables}; COMMIT; PRAGMA journal_mode = WAL; ${rows}`);
  database.close();
}
