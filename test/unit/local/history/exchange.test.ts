import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { localArchive } from '../../../../src/local/history/local-archive.ts';
import { openHistory } from '../../../../src/local/history/open.ts';
import { report, signal, withScene } from '../../../support/exchange-scene.ts';
import { runOf } from '../../../support/history-data.ts';
import { storeRun } from '../../../support/open-history.ts';

describe('an export', () => {
  it('leaves out a run that has not ended, and says so', () =>
    withScene(async ({ archive, directory }) => {
      const target = join(directory, 'out.jsonl');
      assert.deepEqual(await archive.exportTo(target, 'json', report, signal), {
        path: target,
        format: 'json',
        runs: 2,
        points: 2,
        samples: 4,
        runningRuns: 1,
      });
      assert.equal((await readFile(target, 'utf8')).trim().split('\n').length, 3);
    }));

  it('takes the place of an older file, but of no folder and never of the history', () =>
    withScene(async ({ archive, directory, path }) => {
      const file = join(directory, 'out.jsonl');
      await writeFile(file, 'old');
      await archive.exportTo(file, 'json', report, signal);
      assert.match(await readFile(file, 'utf8'), /^\{"format":"php-source-bench history"/);
      const folder = join(directory, 'out');
      await mkdir(folder);
      for (const [target, format] of [
        [folder, 'csv'],
        [folder, 'json'],
        [file, 'csv'],
        [path, 'json'],
        [`${path}-wal`, 'json'],
      ] as const) {
        await assert.rejects(archive.exportTo(target, format, report, signal), { reason: 'file-unwritable' });
      }
    }));

  it('that is cancelled leaves nothing behind', () =>
    withScene(async ({ archive, directory }) => {
      const before = await readdir(directory);
      for (const format of ['json', 'csv'] as const) {
        const aborted = AbortSignal.abort();
        await assert.rejects(archive.exportTo(join(directory, 'out'), format, report, aborted), {
          reason: 'cancelled',
        });
      }
      assert.deepEqual(await readdir(directory), before);
    }));

  it('quotes what other programs would take for the end of a row', () =>
    withScene(async ({ path, archive, directory }) => {
      const history = await openHistory(path);
      storeRun(history, runOf(4, { branch: 'a\rb' }), [1]);
      history.close();
      await archive.exportTo(join(directory, 'out'), 'csv', report, signal);
      assert.match(await readFile(join(directory, 'out', 'runs.csv'), 'utf8'), /,"a\rb",/);
    }));
});

describe('while something is imported', () => {
  it('others write without waiting, until it is stored', () =>
    withScene(async ({ archive, directory, emptyPath }) => {
      const source = join(directory, 'out.jsonl');
      await archive.exportTo(source, 'json', report, signal);
      const history = await openHistory(emptyPath, 0);
      const archiveOfOther = localArchive(emptyPath);
      const importing = archiveOfOther.importFrom(source, report, signal);
      for (let number = 10; number < 30; number += 1) {
        history.beginRun(runOf(number));
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.equal((await importing).runsAdded, 2);
      assert.equal(history.listRuns(99).length, 22);
      history.close();
    }));

  it('nothing of it shows that could not be stored as a whole', () =>
    withScene(async ({ archive, directory, empty, emptyPath }) => {
      const source = join(directory, 'out.jsonl');
      await archive.exportTo(source, 'json', report, signal);
      (await openHistory(emptyPath)).close();
      const database = new DatabaseSync(emptyPath);
      database.exec(`CREATE TRIGGER stop BEFORE INSERT ON samples WHEN new.value = 8
        BEGIN SELECT raise(ABORT, 'stopped'); END`);
      database.close();
      await assert.rejects(empty.importFrom(source, report, signal), { reason: 'internal' });
      const history = await openHistory(emptyPath);
      assert.deepEqual(history.listRuns(9), []);
      history.close();
    }));
});
