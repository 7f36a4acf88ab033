import assert from 'node:assert/strict';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { openHistory } from '../../../../src/local/history/open.ts';
import { writeExport } from '../../../support/big-export.ts';
import { runIdOf } from '../../../support/history-data.ts';
import { withTemporary } from '../../../support/temporary.ts';

const writer = fileURLToPath(new URL('../../../support/history-writer.ts', import.meta.url));
const importer = fileURLToPath(new URL('../../../support/history-importer.ts', import.meta.url));

function start(program: string, ...words: string[]) {
  return execa(process.execPath, [program, ...words], { reject: false });
}

function startWriter(path: string, run: number, count: number) {
  return start(writer, path, String(run), String(count));
}

/** Kills a program once it has printed so many lines, and returns what it printed in all. */
async function killedAfter(program: ReturnType<typeof start>, lines: number): Promise<string> {
  let output = '';
  program.stdout.on('data', (piece: Uint8Array) => {
    output += new TextDecoder().decode(piece);
    if (output.split('\n').length > lines) {
      program.kill('SIGKILL');
    }
  });
  await once(program.stdout, 'end');
  await program;
  return output;
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

  it('lose nothing and store nothing twice, however often they are killed', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      const acknowledged = new Map<string, number[]>();
      for (let run = 1; run <= 8; run += 1) {
        const output = await killedAfter(startWriter(path, run, 99_999), run * 3);
        acknowledged.set(runIdOf(run), storedIn(output));
      }
      check(path);
      const history = await openHistory(path);
      assert.equal(
        history.endAbandonedRuns(() => true),
        8,
      );
      const runs = history.listRuns(10);
      assert.ok(runs.every(({ status }) => status === 'incomplete'));
      for (const series of history.listSeries()) {
        const { runIds, sampleCounts } = history.readSeries(series.id);
        assert.equal(runIds.length, 8);
        for (const [index, id] of runIds.entries()) {
          const least = acknowledged.get(id)?.length ?? Number.NaN;
          // One iteration can be on disk when its writer dies before it says so.
          assert.ok([least, least + 1].includes(sampleCounts[index] ?? 0), `${id}: ${least}`);
        }
      }
      history.close();
      const database = new DatabaseSync(path, { readOnly: true });
      const indices = database.prepare(
        'SELECT r.uuid, iteration FROM iterations JOIN runs r ON r.id = run_id',
      );
      const kept = new Set(indices.all().map(({ uuid, iteration }) => `${uuid} ${iteration}`));
      database.close();
      const missing = [...acknowledged].flatMap(([id, list]) =>
        list.filter((iteration) => !kept.has(`${id} ${iteration}`)),
      );
      assert.deepEqual(missing, []);
    }));

  it('import and write at the same time', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      const source = join(directory, 'big.jsonl');
      await writeExport(source, 60, 100);
      const results = await Promise.all([
        startWriter(path, 1, 40),
        start(importer, path, source),
        start(importer, path, source),
        startWriter(path, 2, 40),
      ]);
      for (const result of results) {
        assert.equal(result.exitCode, 0, result.stderr);
      }
      const history = await openHistory(path);
      assert.equal(history.listRuns(100).length, 62);
      assert.ok(history.listRuns(100).every(({ status }) => status === 'complete'));
      const series = history.listSeries().filter(({ benchmark }) => benchmark.startsWith('benchmark'));
      assert.deepEqual(new Set(series.map(({ runCount }) => runCount)), new Set([60]));
      history.close();
    }));

  it('that are killed while they import leave all of it or nothing', () =>
    withTemporary(async (directory) => {
      const source = join(directory, 'big.jsonl');
      await writeExport(source, 60, 100);
      for (const [index, lines] of [1, 2, 3, 4].entries()) {
        const path = join(directory, `history-${index}.sqlite`);
        await killedAfter(start(importer, path, source), lines);
        const history = await openHistory(path);
        const count = history.listRuns(100).length;
        assert.ok(count === 0 || count === 60, `${count} runs`);
        assert.equal((await start(importer, path, source)).exitCode, 0);
        assert.equal(history.listRuns(100).length, 60);
        history.close();
        const database = new DatabaseSync(path, { readOnly: true });
        assert.deepEqual({ ...database.prepare('SELECT count(*) AS n FROM samples').get() }, { n: 6000 });
        database.close();
      }
    }));
});
