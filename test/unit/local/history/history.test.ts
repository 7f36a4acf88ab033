import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { isBenchError } from '../../../../src/core/errors.ts';
import type { Iteration } from '../../../../src/core/model/bench.ts';
import { openHistory } from '../../../../src/local/history/open.ts';
import { iterationOf, runIdOf, runOf, sampleOf } from '../../../support/history-data.ts';
import { storeRun, withHistory } from '../../../support/open-history.ts';
import { withTemporary } from '../../../support/temporary.ts';

const finishedAtMs = 1_800_000_000_000;

describe('runs', () => {
  it('are listed newest first with all that is known of them', () =>
    withHistory((history) => {
      storeRun(history, runOf(1), [5, 6, 7]);
      history.beginRun(runOf(2, { build: { ...runOf(2).build, commit: undefined, dirty: true } }));
      const [second, first] = history.listRuns(10);
      const { owner: _, ...start } = runOf(1);
      assert.deepEqual(first, {
        ...start,
        status: 'complete',
        note: undefined,
        remarks: [],
        finishedAtMs,
        loadAfter: undefined,
        iterations: 3,
      });
      assert.deepEqual(
        [
          second?.id,
          second?.status,
          second?.build.commit,
          second?.build.dirty,
          second?.finishedAtMs,
          second?.iterations,
        ],
        [runIdOf(2), 'running', undefined, true, undefined, 0],
      );
      assert.equal(history.listRuns(1).length, 1);
      assert.equal(history.listRuns(0).length, 0);
    }));

  it('end once', () =>
    withHistory((history) => {
      storeRun(history, runOf(1), [5]);
      history.finishRun(runIdOf(1), { status: 'complete', finishedAtMs });
      assert.throws(() => history.finishRun(runIdOf(1), { status: 'failed', note: 'x', finishedAtMs }), {
        reason: 'invalid-message',
      });
      assert.throws(() => history.addIteration(runIdOf(1), iterationOf(1, sampleOf(1))), {
        reason: 'invalid-message',
      });
      assert.throws(() => history.finishRun(runIdOf(2), { status: 'failed', note: 'x', finishedAtMs }), {
        reason: 'invalid-message',
      });
      assert.equal(history.listSeries()[0]?.runCount, 1);
    }));

  it('in the same environment share it, whatever the order of its facts', () =>
    withHistory((history) => {
      const { environment } = runOf(1);
      const turned = Object.fromEntries(Object.entries(environment).reverse());
      storeRun(history, runOf(1), [1]);
      storeRun(history, runOf(2, { environment: { other: environment.other, ...turned } }), [2]);
      storeRun(history, runOf(3, { environment: { ...environment, governor: 'powersave' } }), [3]);
      const [first, second, third] = history.readSeries(1).environments;
      assert.equal(first, second);
      assert.notEqual(second, third);
    }));

  it('end whatever the reason says', () =>
    withHistory((history) => {
      history.beginRun(runOf(1));
      history.finishRun(runIdOf(1), { status: 'failed', note: `a\0${'x'.repeat(3997)}\u{1f600}` });
      assert.equal(history.listRuns(1)[0]?.note, `a\ufffd${'x'.repeat(3997)}\ufffd`);
    }));

  it('keep the reason of a failure', () =>
    withHistory((history) => {
      history.beginRun(runOf(1));
      history.finishRun(runIdOf(1), { status: 'failed', note: 'It exited with 255.', finishedAtMs });
      assert.deepEqual(
        [history.listRuns(1)[0]?.status, history.listRuns(1)[0]?.note],
        ['failed', 'It exited with 255.'],
      );
    }));

  it('of one build may be of several commits with the same content', () =>
    withHistory((history) => {
      const { build } = runOf(1);
      storeRun(history, runOf(1), [1]);
      storeRun(history, runOf(2, { build: { ...runOf(2).build, key: build.key } }), [2]);
      assert.deepEqual(
        history.listRuns(2).map((run) => [run.build.key, run.build.commit?.subject]),
        [
          ['build-1', 'Change 2'],
          ['build-1', 'Change 1'],
        ],
      );
    }));
});

describe('the last use of a build', () => {
  it('is when its last run ended, or began where it has not ended', () =>
    withHistory((history) => {
      const build = (key: string) => ({ ...runOf(1).build, key });
      history.beginRun(runOf(1, { build: build('ended'), startedAtMs: 1000 }));
      history.finishRun(runIdOf(1), { status: 'failed', finishedAtMs: 5000 });
      history.beginRun(runOf(2, { build: build('ended'), startedAtMs: 3000 }));
      history.beginRun(runOf(3, { build: build('running'), startedAtMs: 4000 }));
      assert.deepEqual(Object.fromEntries(history.lastUses()), { ended: 5000, running: 4000 });
    }));
});

describe('a run that nobody ended', () => {
  it('is incomplete, with the samples that it has, once its owner is gone', () =>
    withHistory((history) => {
      history.beginRun(runOf(1, { owner: 'gone' }));
      history.addIteration(runIdOf(1), iterationOf(0, sampleOf(5)));
      history.beginRun(runOf(2, { owner: 'here' }));
      const isGone = (owner: string) => owner === 'gone';
      assert.equal(history.endAbandonedRuns(isGone), 1);
      assert.equal(history.endAbandonedRuns(isGone), 0);
      const [second, first] = history.listRuns(2);
      assert.deepEqual(
        [second?.status, first?.status, first?.iterations, first?.finishedAtMs],
        ['running', 'incomplete', 1, undefined],
      );
      assert.match(first?.note ?? '', /ended before the run/);
      assert.deepEqual(history.readSeries(1).medians, [5]);
    }));
});

describe('remarks', () => {
  it('are kept in their order, each once', () =>
    withHistory((history) => {
      history.beginRun(runOf(1));
      const busy = { kind: 'busy-machine', text: 'The load was 3.2 before it began.' } as const;
      const other = { kind: 'other', text: '' } as const;
      for (const remark of [busy, other, busy]) {
        history.addRemark(runIdOf(1), remark);
      }
      assert.deepEqual(history.listRuns(1)[0]?.remarks, [busy, other]);
      history.addRemark(runIdOf(1), { kind: 'not-counted', text: 'a\0b' });
      assert.equal(history.listRuns(1)[0]?.remarks[2]?.text, 'a\ufffdb');
      assert.throws(() => history.addRemark(runIdOf(2), busy), { reason: 'invalid-message' });
    }));
});

describe('a point', () => {
  it('can be excluded with a reason and included again, and stays in its series', () =>
    withHistory((history) => {
      storeRun(history, runOf(1), [5]);
      storeRun(history, runOf(2), [6]);
      const point = { seriesId: 1, runId: runIdOf(2) };
      history.exclude(point, { reason: 'the fan was broken', atMs: 1 });
      history.exclude(point, { reason: 'a backup ran', atMs: 2 });
      assert.deepEqual(history.readSeries(1).excluded, ['', 'a backup ran']);
      assert.deepEqual(history.readSeries(1).medians, [5, 6]);
      history.include(point);
      assert.deepEqual(history.readSeries(1).excluded, ['', '']);
      for (const refused of [
        () => history.exclude(point, { reason: '', atMs: 1 }),
        () => history.exclude({ ...point, seriesId: 2 }, { reason: 'x', atMs: 1 }),
        () => history.include({ ...point, runId: runIdOf(3) }),
      ]) {
        assert.throws(refused, { reason: 'invalid-message' });
      }
    }));
});

describe('samples', () => {
  it('are stored once, however often their iteration arrives', () =>
    withHistory((history) => {
      history.beginRun(runOf(1));
      const iteration = iterationOf(0, sampleOf(5), sampleOf(2, 'simple'));
      assert.equal(history.addIteration(runIdOf(1), iteration), 'stored');
      assert.equal(history.addIteration(runIdOf(1), iteration), 'duplicate');
      assert.equal(history.addIteration(runIdOf(1), iterationOf(0, sampleOf(99))), 'duplicate');
      history.finishRun(runIdOf(1), { status: 'complete', finishedAtMs });
      assert.equal(history.addIteration(runIdOf(1), iteration), 'duplicate');
      for (const series of history.listSeries()) {
        const columns = history.readSeries(series.id);
        assert.deepEqual(columns.sampleCounts, [1]);
        assert.deepEqual(columns.medians, [series.benchmark === 'Total' ? 5 : 2]);
      }
    }));

  it('come in parts, one of each script, and count as one iteration', () =>
    withHistory((history) => {
      history.beginRun(runOf(1));
      assert.equal(history.addIteration(runIdOf(1), iterationOf(0, sampleOf(5))), 'stored');
      assert.equal(history.addIteration(runIdOf(1), iterationOf(0, sampleOf(2, 'simple'))), 'stored');
      history.finishRun(runIdOf(1), { status: 'complete', finishedAtMs });
      assert.throws(
        () => history.addIteration(runIdOf(1), iterationOf(0, sampleOf(3, 'late'))),
        (error) => isBenchError(error, 'invalid-message'),
      );
      assert.equal(history.listRuns(1)[0]?.iterations, 1);
      assert.deepEqual(
        history
          .listSeries()
          .map(({ benchmark }) => benchmark)
          .sort(),
        ['Total', 'simple'],
      );
    }));

  it('that are no numbers, or not named once, are refused as a whole', () =>
    withHistory((history) => {
      history.beginRun(runOf(1));
      const bad: readonly Iteration[] = [
        iterationOf(0),
        iterationOf(0, sampleOf(1, 'good'), sampleOf(Number.NaN)),
        iterationOf(0, sampleOf(Number.POSITIVE_INFINITY)),
        iterationOf(0, sampleOf(-1)),
        iterationOf(0, sampleOf(1, '')),
        iterationOf(0, sampleOf(1), sampleOf(2)),
        iterationOf(-1, sampleOf(1)),
        iterationOf(0.5, sampleOf(1)),
        iterationOf(100_000, sampleOf(1)),
      ];
      for (const iteration of bad) {
        assert.throws(() => history.addIteration(runIdOf(1), iteration), { reason: 'invalid-message' });
      }
      assert.throws(() => history.addIteration(runIdOf(2), iterationOf(0, sampleOf(1))), {
        reason: 'invalid-message',
      });
      assert.throws(() => history.beginRun(runOf(3, { startedAtMs: Number.NaN })), {
        reason: 'invalid-message',
      });
      assert.throws(() => history.beginRun(runOf(3, { id: 'x' })), { reason: 'invalid-message' });
      history.finishRun(runIdOf(1), { status: 'complete', finishedAtMs });
      assert.deepEqual(history.listSeries(), []);
    }));
});

describe('another window', () => {
  it('sees what was stored, and stores the same iteration only once', () =>
    withTemporary(async (directory) => {
      const path = join(directory, 'history.sqlite');
      const [one, two] = [await openHistory(path), await openHistory(path)];
      one.beginRun(runOf(1));
      assert.equal(two.addIteration(runIdOf(1), iterationOf(0, sampleOf(1))), 'stored');
      assert.equal(one.addIteration(runIdOf(1), iterationOf(0, sampleOf(1))), 'duplicate');
      one.finishRun(runIdOf(1), { status: 'complete', finishedAtMs });
      assert.deepEqual(two.readSeries(two.listSeries()[0]?.id ?? 0).medians, [1]);
      one.close();
      one.close();
      assert.throws(
        () => one.listRuns(1),
        (error) => isBenchError(error),
      );
      two.close();
    }));
});
