import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { SeriesColumns, SeriesRow } from '../../../../src/core/model/bench.ts';
import { ChangeNews } from '../../../../src/core/news/change-news.ts';
import { seriesKey } from '../../../../src/core/news/describe.ts';
import { localNewsStore } from '../../../../src/local/news-store.ts';
import { noisyLevels } from '../../../support/random-numbers.ts';
import { commitOf, nightMs, seriesColumns, seriesReader, seriesRow } from '../../../support/series-data.ts';
import { withTemporary } from '../../../support/temporary.ts';

const stepped = noisyLevels(
  8,
  [
    [100, 40],
    [110, 20],
  ],
  0.002,
);
/** Nights before it, in the night of it and enough after it to be found. */
const before = 40;
const after = 50;

type Series = readonly (readonly [SeriesRow, SeriesColumns])[];

/** A history that several windows look at, each with news of its own. */
class Scene {
  readonly directory: string;
  readonly read: number[] = [];
  series: Series = [];

  constructor(directory: string) {
    this.directory = directory;
  }

  window(): ChangeNews {
    return new ChangeNews({
      history: async () => ({
        path: '/data/history.sqlite',
        listSeries: () => seriesReader(this.series).listSeries(),
        readSeries: (id) => {
          this.read.push(id);
          return seriesReader(this.series).readSeries(id);
        },
      }),
      store: localNewsStore(this.directory),
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      pause: async () => {},
    });
  }

  /** Has a nightly series of so many nights, and others with it. */
  nights(count: number, more: Partial<SeriesRow> = {}, ...others: Series): void {
    this.series = [[seriesRow(1, more), seriesColumns(stepped.slice(0, count))], ...others];
  }
}

function withScene(use: (scene: Scene) => Promise<void>): Promise<void> {
  return withTemporary((directory) => use(new Scene(join(directory, 'news'))));
}

describe('the news of a history', () => {
  it('are none at the first look, and what came since then at later ones', () =>
    withScene(async (scene) => {
      scene.nights(before);
      const window = scene.window();
      assert.deepEqual(await window.look(), { fresh: [], unseen: [], mutedCount: 0 });
      scene.nights(after);
      const { fresh, unseen } = await window.look();
      assert.equal(fresh.length, 1);
      const [change] = fresh;
      assert.equal(change?.title, 'Zend/bench.php: Total (master)');
      assert.equal(change.relative.toFixed(1), '0.1');
      assert.equal(change.atMs, nightMs(before));
      assert.deepEqual(change.commits, { after: commitOf(before - 1), upTo: commitOf(before) });
      assert.deepEqual(unseen, fresh);
    }));

  it('are none for a history that is full when it is first looked at', () =>
    withScene(async (scene) => {
      scene.nights(after);
      assert.deepEqual((await scene.window().look()).fresh, []);
      scene.nights(after + 1);
      assert.deepEqual((await scene.window().look()).fresh, []);
    }));

  it('are told once, by one of the windows that look at the same time', () =>
    withScene(async (scene) => {
      scene.nights(before);
      await scene.window().look();
      scene.nights(after);
      const looks = await Promise.all(
        [scene.window(), scene.window(), scene.window()].map((one) => one.look()),
      );
      assert.equal(looks.flatMap(({ fresh }) => fresh).length, 1);
      const restarted = await scene.window().look();
      assert.deepEqual([restarted.fresh.length, restarted.unseen.length], [0, 1]);
    }));

  it('stay unseen in all windows until one has shown them', () =>
    withScene(async (scene) => {
      scene.nights(before);
      await scene.window().look();
      scene.nights(after);
      await scene.window().look();
      await scene.window().markSeen();
      assert.deepEqual(await scene.window().look(), { fresh: [], unseen: [], mutedCount: 0 });
    }));

  it('are told of no series that a person muted, until all are to be told again', () =>
    withScene(async (scene) => {
      scene.nights(before);
      const window = scene.window();
      await window.look();
      await window.mute(seriesKey(seriesRow(1)));
      scene.nights(after);
      assert.deepEqual(await window.look(), { fresh: [], unseen: [], mutedCount: 1 });
      await window.unmuteAll();
      scene.nights(after + 1);
      assert.deepEqual(await window.look(), { fresh: [], unseen: [], mutedCount: 0 });
    }));

  it('leave with a series that is muted after they were told', () =>
    withScene(async (scene) => {
      scene.nights(before);
      const window = scene.window();
      await window.look();
      scene.nights(after);
      const [change] = (await window.look()).fresh;
      await window.mute(change?.seriesKey ?? '');
      assert.deepEqual((await window.look()).unseen, []);
    }));

  it('are of the nightly series that are watched only', () =>
    withScene(async (scene) => {
      for (const more of [{ branch: '' }, { role: 'control' as const }, { role: 'repeat' as const }]) {
        scene.nights(before, more);
        await scene.window().look();
        scene.nights(after, more);
        assert.deepEqual((await scene.window().look()).fresh, [], JSON.stringify(more));
      }
    }));

  it('come from the series that have new runs: no others are read', () =>
    withScene(async (scene) => {
      const other = [seriesRow(2, { suite: 'another' }), seriesColumns(stepped.slice(0, before))] as const;
      scene.nights(before, {}, other);
      const window = scene.window();
      await window.look();
      scene.read.length = 0;
      await window.look();
      assert.deepEqual(scene.read, []);
      scene.nights(after, {}, other);
      await window.look();
      assert.deepEqual(scene.read, [1]);
    }));

  it('begin anew for a series that is new', () =>
    withScene(async (scene) => {
      scene.nights(before);
      await scene.window().look();
      scene.nights(before, {}, [seriesRow(2, { suite: 'another' }), seriesColumns(stepped)]);
      assert.deepEqual((await scene.window().look()).fresh, []);
    }));

  it('name the largest first', () =>
    withScene(async (scene) => {
      const row = seriesRow(2, { suite: 'another' });
      const larger = (count: number) => seriesColumns(stepped.slice(0, count).map((value) => value ** 2));
      scene.nights(before, {}, [row, larger(before)]);
      await scene.window().look();
      scene.nights(after, {}, [row, larger(after)]);
      const { fresh } = await scene.window().look();
      assert.deepEqual(
        fresh.map(({ seriesId }) => seriesId),
        [2, 1],
      );
    }));

  it('are refused from a broken file, which stays as it is', () =>
    withScene(async (scene) => {
      scene.nights(before);
      await scene.window().look();
      const [name] = (await readdir(scene.directory)).filter((file) => file.endsWith('.json'));
      const path = join(scene.directory, name ?? '');
      await writeFile(path, '{"version": 1}');
      scene.nights(after);
      await assert.rejects(scene.window().look(), { reason: 'state-unreadable' });
      assert.equal(await readFile(path, 'utf8'), '{"version": 1}');
    }));
});

it('the key of a series tells it from all others, whatever the order of its settings', () => {
  const ini = (entries: readonly (readonly [string, string])[]) =>
    seriesRow(1, { variant: { name: 'x', ini: Object.fromEntries(entries) } });
  const [one, other] = [['a', '1'] as const, ['b', '2'] as const];
  assert.equal(seriesKey(ini([one, other])), seriesKey(ini([other, one])));
  assert.notEqual(seriesKey(ini([one])), seriesKey(ini([other])));
  assert.notEqual(seriesKey(seriesRow(1)), seriesKey(seriesRow(1, { unit: 'bytes' })));
});
