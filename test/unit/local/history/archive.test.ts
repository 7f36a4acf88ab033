import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { localArchive } from '../../../../src/local/history/local-archive.ts';
import { openHistory } from '../../../../src/local/history/open.ts';
import { iterationOf, runIdOf, runOf, sampleOf } from '../../../support/history-data.ts';
import { storeRun } from '../../../support/open-history.ts';
import { environment, results2024, results2026, resultsShifted } from '../../../support/real-time-data.ts';
import { withTemporary } from '../../../support/temporary.ts';

const signal = new AbortController().signal;
const report = () => {};

async function withRuns(use: (path: string, directory: string) => Promise<void>): Promise<void> {
  await withTemporary(async (directory) => {
    const path = join(directory, 'history.sqlite');
    const history = await openHistory(path);
    storeRun(history, runOf(1), [5, 7.5]);
    storeRun(history, runOf(2), [6, 8]);
    history.beginRun(runOf(0));
    history.addIteration(runIdOf(0), iterationOf(0, sampleOf(1)));
    await use(path, directory);
    history.close();
  });
}

describe('a backup', () => {
  it('is the whole history, made while others have it open, in the place of an older one', () =>
    withRuns(async (path, directory) => {
      const target = join(directory, 'new folder', 'backup.sqlite');
      await localArchive(path).backup(target);
      const { sizeBytes } = await localArchive(path).backup(target);
      assert.equal((await readFile(target)).length, sizeBytes);
      assert.deepEqual(await readdir(join(target, '..')), ['backup.sqlite']);
      const [copy, original] = [await openHistory(target), await openHistory(path)];
      assert.deepEqual(copy.listRuns(9), original.listRuns(9));
      assert.deepEqual(copy.readSeries(1), original.readSeries(1));
      copy.close();
      original.close();
    }));

  it('is refused where it would replace the history, or cannot be written', () =>
    withRuns(async (path, directory) => {
      await mkdir(join(directory, 'folder'));
      for (const target of [path, `${path}-wal`, `${path}-shm`, join(directory, 'folder'), join(path, 'x')]) {
        await assert.rejects(localArchive(path).backup(target), { reason: 'file-unwritable' }, target);
      }
      assert.equal(
        (await readdir(directory)).some((name) => name.endsWith('.tmp')),
        false,
      );
    }));
});

describe('a prune', () => {
  const secondMs = runOf(2).startedAtMs;

  it('that is only tried says what it would remove, and removes nothing', () =>
    withRuns(async (path) => {
      const archive = localArchive(path);
      const expected = {
        beforeMs: secondMs,
        removed: false,
        runs: 1,
        samples: 2,
        oldestMs: runOf(1).startedAtMs,
        newestMs: runOf(1).startedAtMs,
        freedBytes: 0,
      };
      assert.deepEqual(await archive.prune(secondMs, true), expected);
      assert.deepEqual(await archive.prune(secondMs, true), expected);
    }));

  it('removes the samples of old runs that have ended, and keeps the runs and their points', () =>
    withRuns(async (path, directory) => {
      const history = await openHistory(path);
      const before = [history.listRuns(9), history.listSeries(), history.readSeries(1)];
      const archive = localArchive(path);
      const { runs, samples, removed } = await archive.prune(secondMs, false);
      assert.deepEqual([runs, samples, removed], [1, 2, true]);
      assert.deepEqual([history.listRuns(9), history.listSeries(), history.readSeries(1)], before);
      const again = await archive.prune(secondMs, false);
      assert.deepEqual([again.runs, again.samples, again.removed], [0, 0, false]);
      assert.equal(history.addIteration(runIdOf(0), iterationOf(1, sampleOf(2))), 'stored');
      history.close();
      const exported = await archive.exportTo(join(directory, 'x.jsonl'), 'json', report, signal);
      assert.equal(exported.samples, 2);
    }));
});

describe('nights of php/real-time-benchmark-data', () => {
  async function withNights(use: (root: string, path: string) => Promise<void>): Promise<void> {
    await withTemporary(async (directory) => {
      const root = join(directory, 'data');
      const write = async (file: string, content: string | Uint8Array) => {
        await mkdir(join(root, file, '..'), { recursive: true });
        await writeFile(join(root, file), content);
      };
      const environmentOf = (night: string) =>
        environment.replace('night1', night).replace('2024-09-26', `2024-09-${night}`);
      await write('README.md', 'x');
      await write('.git/result.tsv', 'x');
      await write('2024/database.tsv', 'x');
      await write('2024/26/environment.tsv', environmentOf('26'));
      await write('2024/26/result.tsv', results2024);
      await write('2024/27/environment.tsv', environmentOf('27'));
      await write('2024/27/result.tsv', results2026);
      await write('2024/28/environment.tsv', environmentOf('28'));
      await write('2024/28/result.tsv', resultsShifted);
      await write('2024/29/result.tsv', results2024);
      await write('2024/30/environment.tsv', 'x');
      await write('2024/30/result.tsv', results2024);
      await write('2024/31/environment.tsv', environmentOf('26'));
      await write('2024/31/result.tsv', new Uint8Array([0xff]));
      await write('2024/lost/environment.tsv', environmentOf('26'));
      await use(root, join(directory, 'history.sqlite'));
    });
  }

  it('become series, and what is not understood is told', () =>
    withNights(async (root, path) => {
      const imported = await localArchive(path).importFrom(root, report, signal);
      assert.deepEqual(
        [imported.source, imported.runsAdded, imported.runsKnown, imported.pointsAdded],
        ['real-time-benchmark-data', 5, 0, 9],
      );
      assert.deepEqual(
        imported.notUnderstood.map(({ kind, count, examples }) => [kind, count, examples]),
        [
          ['file', 3, ['2024/database.tsv', '2024/lost/environment.tsv', 'README.md']],
          ['column', 1, ['2024/27/result.tsv']],
          ['column', 1, ['2024/28/result.tsv']],
          ['row', 1, ['2024/28/result.tsv, line 2']],
          ['file', 2, ['2024/29/environment.tsv', '2024/31/result.tsv']],
          ['file', 1, ['2024/30/environment.tsv']],
        ],
      );
      const history = await openHistory(path);
      const times = history.listSeries().filter(({ metric }) => metric === 'time');
      assert.deepEqual(
        times.map(({ suite, role, branch, variant, runCount }) => [
          suite,
          role,
          branch,
          variant.name,
          runCount,
        ]),
        [
          ['bench.php', 'control', 'd5f6e56610', 'default', 1],
          ['bench.php', 'repeat', 'master', 'default', 1],
          ['bench.php', 'subject', 'master', 'default', 2],
          ['bench.php', 'subject', 'master', 'jit', 1],
        ],
      );
      const master = history.readSeries(times[2]?.id ?? 0);
      assert.deepEqual(
        [master.medians, master.sampleCounts],
        [
          [450, 450],
          [30, 50],
        ],
      );
      history.close();
    }));

  it('are imported once, in whole or in part', () =>
    withNights(async (root, path) => {
      const archive = localArchive(path);
      const counts = async (folder: string) => {
        const { runsAdded, runsKnown } = await archive.importFrom(folder, report, signal);
        return [runsAdded, runsKnown];
      };
      assert.deepEqual(await counts(join(root, '2024', '26')), [4, 0]);
      assert.deepEqual(await counts(join(root, '2024')), [1, 4]);
      assert.deepEqual(await counts(root), [0, 5]);
    }));

  it('that are none are refused', () =>
    withNights(async (root, path) => {
      await assert.rejects(localArchive(path).importFrom(join(root, '2024', 'lost'), report, signal), {
        reason: 'import-refused',
        message: /holds neither/,
      });
    }));
});
