import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { openHistory } from '../../../../src/local/history/open.ts';
import { runIdOf } from '../../../support/history-data.ts';
import { makeVersion1 } from '../../../support/history-version-1.ts';
import { withTemporary } from '../../../support/temporary.ts';

const limit = 10;

/** Hands the updated history to `use`. */
async function withUpdated(
  use: (history: Awaited<ReturnType<typeof openHistory>>, path: string) => void | Promise<void>,
): Promise<void> {
  await withTemporary(async (directory) => {
    const path = join(directory, 'history.sqlite');
    makeVersion1(path);
    const history = await openHistory(path);
    try {
      await use(history, path);
    } finally {
      history.close();
    }
  });
}

describe('a history of version 1', () => {
  it('keeps all that was known of its runs', () =>
    withUpdated((history) => {
      const runs = history.listRuns(limit);
      assert.deepEqual(
        runs.map((run) => [run.id, run.status, run.note, run.iterations, run.image, run.loadBefore]),
        [
          [runIdOf(5), 'failed', 'No.', 1, '', undefined],
          [runIdOf(4), 'running', undefined, 1, '', undefined],
          [runIdOf(3), 'complete', undefined, 1, 'psb/key-1', 3],
          [runIdOf(2), 'incomplete', 'Cancelled.', 1, '', undefined],
          [runIdOf(1), 'complete', undefined, 2, 'psb/key-1', 0.25],
        ],
      );
      const { build, environment, machine, variant, ...first } = runs[4] ?? assert.fail();
      assert.deepEqual(machine, { id: 'machine-1', name: 'box' });
      assert.deepEqual(build, {
        key: 'key-1',
        phpVersion: '8.2.32',
        sourceId: 'git:1',
        commit: {
          sha: 'aaaa',
          subject: 'It\'s "quoted", and more',
          author: 'Someone',
          committedAtMs: 1_700_000_000_000,
        },
        dirty: false,
        platform: 'linux/amd64',
        configuration: 'minimal',
        toolchainKey: 'bison3',
        configureFlags: ['--disable-all', '--enable-cli', '--disable-cgi', '--disable-phpdbg'],
      });
      assert.deepEqual(environment, {
        cpuModel: 'Some CPU',
        cpuCount: 2,
        memoryBytes: 8_000_000_000,
        operatingSystem: 'Linux',
        kernelVersion: '6.1',
        engineVersion: '20.10',
        toolchainImage: 'psb/toolchain',
        warmups: 1,
        memoryLimitBytes: 1000,
        cpuSet: 'all',
        emulated: false,
        other: {},
      });
      assert.deepEqual(variant, { name: 'default', ini: {} });
      assert.deepEqual(
        [first.suite, first.role, first.branch, first.startedAtMs, first.finishedAtMs],
        ['Zend/bench.php', 'subject', '', 1000, 2000],
      );
      assert.deepEqual(runs[3]?.environment.other, { image: 7, kernel: 'other', mine: 'kept' });
    }));

  it('keeps every sample, under the same number of its series unless configurations were mixed', () =>
    withUpdated((history, path) => {
      assert.deepEqual(
        history.listSeries().map((row) => [row.id, row.benchmark, row.configuration, row.runCount]),
        [
          [3, 'Total', 'minimal', 2],
          [10, 'Total', 'debug --with-x=a b', 1],
          [5, 'x', 'debug --with-x=a b', 1],
          [11, 'x', 'minimal', 1],
        ],
      );
      const { medians, minima, maxima, sampleCounts, commits, environments } = history.readSeries(3);
      assert.deepEqual(
        [medians, minima, maxima, sampleCounts, commits],
        [
          [6.25, 5e-324],
          [5, 5e-324],
          [7.5, 5e-324],
          [2, 1],
          ['aaaa', 'aaaa'],
        ],
      );
      assert.equal(environments[0], environments[1]);
      assert.deepEqual(history.readSeries(5).medians, [Number.MAX_VALUE]);
      const database = new DatabaseSync(path, { readOnly: true });
      const rows = database.prepare('SELECT run_id, iteration, value FROM samples ORDER BY 1, 2, 3').all();
      database.close();
      assert.deepEqual(
        rows.map((row) => Object.values(row)),
        [
          [1, 0, 1],
          [1, 0, 5],
          [1, 1, 7.5],
          [2, 0, 100],
          [2, 0, Number.MAX_VALUE],
          [3, 0, 5e-324],
          [4, 0, 42],
          [5, 0, 1],
        ],
      );
    }));

  it('is copied as it was before it is changed', () =>
    withUpdated(async (history, path) => {
      const copies = (await readdir(join(path, '..'))).filter((name) => name.includes('.version-1-'));
      assert.equal(copies.length, 1);
      const copy = new DatabaseSync(join(path, '..', copies[0] ?? ''), { readOnly: true });
      assert.deepEqual({ ...copy.prepare('PRAGMA user_version').get() }, { user_version: 1 });
      assert.deepEqual({ ...copy.prepare('SELECT count(*) AS n FROM samples').get() }, { n: 8 });
      copy.close();
      history.close();
      (await openHistory(path)).close();
      const after = (await readdir(join(path, '..'))).filter((name) => name.includes('.version-1-'));
      assert.deepEqual(after, copies);
    }));

  it('stays as it is when it cannot be brought up to date', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      makeVersion1(path);
      const database = new DatabaseSync(path);
      database.exec("UPDATE runs SET environment = 'no JSON' WHERE id = 3; PRAGMA journal_mode = DELETE");
      database.close();
      const before = await readFile(path);
      await assert.rejects(openHistory(path), { reason: 'history-unreadable' });
      assert.deepEqual(await readFile(path), before);
      assert.deepEqual(await readdir(directory), ['history.sqlite']);
    }));

  it('is brought up to date by one of several that open it at once', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      makeVersion1(path);
      const histories = await Promise.all([openHistory(path), openHistory(path), openHistory(path)]);
      for (const history of histories) {
        assert.equal(history.listRuns(limit).length, 5);
        history.close();
      }
      assert.equal((await readdir(directory)).filter((name) => name.includes('.version-1-')).length, 1);
    }));
});
