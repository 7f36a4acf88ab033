import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { openHistory } from '../../../../src/local/history/open.ts';
import { runIdOf } from '../../../support/history-data.ts';
import { withTemporary } from '../../../support/temporary.ts';

const writer = fileURLToPath(new URL('../../../support/history-writer.ts', import.meta.url));

function startWriter(path: string, run: number, count: number) {
  return execa(process.execPath, [writer, path, String(run), String(count)], { reject: false });
}

function storedIn(output: string): number[] {
  return [...output.matchAll(/^stored (\d+)$/gm)].map((match) => Number(match[1]));
}

function check(path: string): void {
  const database = new DatabaseSync(path);
  assert.deepEqual(
    database
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => ({ ...row })),
    [{ integrity_check: 'ok' }],
  );
  assert.deepEqual(database.prepare('PRAGMA foreign_key_check').all(), []);
  const partial = database
    .prepare('SELECT run_id, iteration, count(*) AS n FROM samples GROUP BY run_id, iteration HAVING n <> 20')
    .all();
  assert.deepEqual(partial, []);
  database.close();
}

describe('several processes', () => {
  it('make and write one history at the same time', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'new', 'history.sqlite');
      const results = await Promise.all([1, 2, 3].map((run) => startWriter(path, run, 40)));
      for (const result of results) {
        assert.equal(result.exitCode, 0, result.stderr);
        assert.equal(storedIn(result.stdout).length, 40);
      }
      check(path);
      const history = await openHistory(path);
      assert.deepEqual(
        history.listRuns(10).map((run) => [run.status, run.iterations]),
        [1, 2, 3].map(() => ['complete', 40]),
      );
      const series = history.listSeries();
      assert.equal(series.length, 20);
      assert.ok(series.every((one) => one.runCount === 3));
      assert.deepEqual(history.readSeries(series[0]?.id ?? 0).sampleCounts, [40, 40, 40]);
      history.close();
    }));

  it('lose nothing that was acknowledged when one is killed', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      const killed = startWriter(path, 1, 99_999);
      let output = '';
      killed.stdout.on('data', (piece: Uint8Array) => {
        output += new TextDecoder().decode(piece);
        if (storedIn(output).length >= 25) {
          killed.kill('SIGKILL');
        }
      });
      await once(killed.stdout, 'end');
      assert.equal((await killed).signal, 'SIGKILL');
      check(path);
      const database = new DatabaseSync(path);
      const kept = database.prepare('SELECT iteration FROM iterations ORDER BY iteration').all();
      const keptIndices = new Set(kept.map((row) => row.iteration));
      database.close();
      const acknowledged = storedIn(output);
      assert.ok(acknowledged.length >= 25);
      assert.deepEqual(
        acknowledged.filter((index) => !keptIndices.has(index)),
        [],
      );
      const history = await openHistory(path);
      assert.deepEqual([history.listRuns(1)[0]?.id, history.listRuns(1)[0]?.status], [runIdOf(1), 'running']);
      history.close();
    }));
});
