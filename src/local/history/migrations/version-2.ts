/**
 * The second version: a run's environment is stored once for each content, what a series depends on is a setup of its
 * own, and the numbers of a point outlive its samples.
 */
import type { DatabaseSync } from 'node:sqlite';
import { moveRuns } from './version-2/runs.ts';
import { makePoints, moveSeries } from './version-2/series.ts';
import { tables } from './version-2/tables.ts';

const oldTables = ['samples', 'series', 'iterations', 'runs', 'builds', 'commits', 'machines'] as const;

/** Takes over all of version 1. Foreign keys must be off. */
export function toVersion2(database: DatabaseSync, path: string): void {
  database.exec('DROP INDEX runs_by_start; DROP INDEX runs_by_machine; DROP INDEX runs_by_build');
  for (const table of oldTables) {
    database.exec(`ALTER TABLE ${table} RENAME TO old_${table}`);
  }
  database.exec(tables);
  database.exec(`
    INSERT INTO machines SELECT id, identity, name FROM old_machines;
    INSERT INTO commits SELECT sha, subject, author, committed_at_ms FROM old_commits;
    INSERT INTO builds SELECT id, key, php_version, source_id, toolchain_key, configure_flags FROM old_builds;
  `);
  moveRuns(database, path);
  database.exec('INSERT INTO iterations SELECT run_id, iteration FROM old_iterations');
  moveSeries(database, path);
  makePoints(database, path);
  for (const table of oldTables) {
    database.exec(`DROP TABLE old_${table}`);
  }
}
