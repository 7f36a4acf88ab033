import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { type ErrorReason, errors, isBenchError } from '../../../../src/core/errors.ts';
import { openHistory } from '../../../../src/local/history/open.ts';
import { migrations } from '../../../../src/local/history/schema.ts';
import { toHistoryError } from '../../../../src/local/history/sqlite-errors.ts';
import { inTransaction } from '../../../../src/local/history/transaction.ts';
import { iterationOf, runIdOf, runOf, sampleOf } from '../../../support/history-data.ts';
import { withTemporary } from '../../../support/temporary.ts';

/** Opening fails for this reason, and leaves the directory byte for byte as it was. */
async function refused(path: string, reason: ErrorReason): Promise<void> {
  const snapshot = async () => {
    const names = await readdir(dirname(path));
    return Promise.all(
      names.sort().map(async (name) => [name, await readFile(join(dirname(path), name), 'hex')]),
    );
  };
  const before = await snapshot();
  await assert.rejects(openHistory(path), (error) => isBenchError(error, reason));
  assert.deepEqual(await snapshot(), before);
}

describe('opening a history', () => {
  it('makes the file, and its directory for this user only', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'a', 'b', 'history.sqlite');
      const history = await openHistory(path);
      assert.equal(history.path, path);
      history.close();
      assert.equal((await stat(join(directory, 'a', 'b'))).mode & 0o777, 0o700);
      const database = new DatabaseSync(path);
      assert.deepEqual({ ...database.prepare('PRAGMA journal_mode').get() }, { journal_mode: 'wal' });
      assert.deepEqual(
        { ...database.prepare('PRAGMA user_version').get() },
        { user_version: migrations.length },
      );
      assert.deepEqual(
        database
          .prepare('PRAGMA integrity_check')
          .all()
          .map((row) => row.integrity_check),
        ['ok'],
      );
      assert.deepEqual(database.prepare('PRAGMA foreign_key_check').all(), []);
      database.close();
    }));

  it('takes an empty file for a new one', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      await writeFile(path, '');
      const history = await openHistory(path);
      history.beginRun(runOf(1));
      history.close();
      const again = await openHistory(path);
      assert.equal(again.listRuns(10).length, 1);
      again.close();
    }));

  it('refuses a newer one', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      (await openHistory(path)).close();
      const database = new DatabaseSync(path);
      database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
      database.close();
      await refused(path, 'history-too-new');
    }));

  it('refuses one that became newer and whose file does not say so yet', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      (await openHistory(path)).close();
      const database = new DatabaseSync(path);
      database.exec(`PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = ${migrations.length + 1}`);
      await assert.rejects(openHistory(path), (error) => isBenchError(error, 'history-too-new'));
      database.close();
    }));

  it('refuses what is no database, or not ours', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      await writeFile(path, 'x');
      await refused(path, 'history-unreadable');
      await writeFile(path, 'This is no database.\n'.repeat(1000));
      await refused(path, 'history-unreadable');
      await writeFile(path, `SQLite format 3\0${'x'.repeat(5000)}`);
      await refused(path, 'history-unreadable');
      for (const id of [0, 12345]) {
        const other = join(directory, `other-${id}.sqlite`);
        const database = new DatabaseSync(other);
        database.exec(`CREATE TABLE notes (text); PRAGMA application_id = ${id}`);
        database.close();
        await refused(other, 'history-unreadable');
      }
      await mkdir(join(directory, 'folder', 'history.sqlite'), { recursive: true });
      await assert.rejects(openHistory(join(directory, 'folder', 'history.sqlite')), (error) =>
        isBenchError(error, 'history-unreadable'),
      );
      await assert.rejects(openHistory(join(path, 'below', 'a', 'file')), (error) =>
        isBenchError(error, 'history-unreadable'),
      );
    }));

  it('reports damage inside as unreadable', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      const history = await openHistory(path);
      history.beginRun(runOf(1));
      history.close();
      const content = await readFile(path);
      content.fill(0xff, 4096);
      await writeFile(path, content);
      await assert.rejects(
        async () => {
          const damaged = await openHistory(path);
          try {
            damaged.listRuns(10);
          } finally {
            damaged.close();
          }
        },
        (error) => isBenchError(error, 'history-unreadable'),
      );
    }));

  it('says which Node is needed where there is no node:sqlite', async () => {
    const script = `import { openHistory } from ${JSON.stringify(import.meta.resolve('../../../../src/local/history/open.ts'))};
      await openHistory('/nonexistent/history.sqlite').catch((error) => process.stdout.write(error.reason));`;
    const args = ['--no-experimental-sqlite', '--input-type=module', '--eval', script];
    assert.equal((await execa(process.execPath, args)).stdout, 'runtime-too-old');
  });
});

describe('a history that cannot be written', () => {
  it('is locked while another program writes', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      const history = await openHistory(path, 1);
      const other = new DatabaseSync(path);
      other.exec('BEGIN IMMEDIATE');
      assert.throws(() => history.beginRun(runOf(1)), { reason: 'history-locked' });
      assert.deepEqual(history.listRuns(1), []);
      other.exec('ROLLBACK');
      history.beginRun(runOf(1));
      other.close();
      history.close();
    }));

  it('is on a full disk, and keeps nothing of what did not fit', () =>
    withTemporary(async (directory) => {
      const database = new DatabaseSync(join(directory, 'small.sqlite'));
      database.exec('PRAGMA journal_mode = WAL; PRAGMA max_page_count = 8; CREATE TABLE t (x)');
      const fill = () =>
        inTransaction(database, '/disk', 'BEGIN IMMEDIATE', () => {
          for (let count = 0; count < 100; count += 1) {
            database.prepare('INSERT INTO t VALUES (zeroblob(1000))').run();
          }
        });
      assert.throws(fill, { reason: 'disk-full' });
      assert.deepEqual({ ...database.prepare('SELECT count(*) AS n FROM t').get() }, { n: 0 });
      database.close();
      assert.equal(
        toHistoryError('/disk', Object.assign(new Error(), { code: 'ENOSPC' })).reason,
        'disk-full',
      );
    }));

  it('keeps nothing of an iteration that failed half way', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      const history = await openHistory(path);
      history.beginRun(runOf(1));
      const other = new DatabaseSync(path);
      other.exec(`CREATE TRIGGER stop BEFORE INSERT ON samples WHEN new.value = 13
        BEGIN SELECT raise(ABORT, 'stopped'); END`);
      const iteration = iterationOf(0, sampleOf(1, 'first'), sampleOf(13, 'second'));
      assert.throws(() => history.addIteration(runIdOf(1), iteration), { reason: 'internal' });
      assert.equal(history.listRuns(1)[0]?.iterations, 0);
      other.exec('DROP TRIGGER stop');
      assert.equal(history.addIteration(runIdOf(1), iteration), 'stored');
      other.close();
      history.close();
    }));

  it('reports what another program broke as unreadable', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      const history = await openHistory(path);
      history.beginRun(runOf(1));
      history.addIteration(runIdOf(1), iterationOf(0, sampleOf(1)));
      history.finishRun(runIdOf(1), { status: 'complete' });
      const other = new DatabaseSync(path);
      other.exec('PRAGMA ignore_check_constraints = ON');
      const breaks: readonly (readonly [string, () => unknown])[] = [
        ['UPDATE points SET median = -1', () => history.readSeries(1)],
        ["UPDATE setups SET platform = 'windows'", () => history.listRuns(1)],
        ["UPDATE series SET unit = 'parsec'", () => history.listSeries()],
        ['UPDATE runs SET started_at_ms = -1', () => history.readSeries(1)],
      ];
      for (const [change, read] of breaks) {
        read();
        other.exec(change);
        assert.throws(read, { reason: 'history-unreadable' }, change);
        other.exec("UPDATE points SET median = 1; UPDATE setups SET platform = 'linux/amd64'");
      }
      other.close();
      history.close();
    }));

  it('is reported by an entry of the catalogue', () => {
    const cancelled = errors.cancelled();
    assert.equal(toHistoryError('/disk', cancelled), cancelled);
    assert.equal(toHistoryError('/disk', new TypeError('x')).reason, 'internal');
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'open' });
    assert.equal(toHistoryError('/disk', denied).reason, 'history-unreadable');
  });
});
