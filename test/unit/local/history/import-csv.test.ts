import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openHistory } from '../../../../src/local/history/open.ts';
import { refused, report, type Scene, signal, withScene } from '../../../support/exchange-scene.ts';

describe('an import of CSV', () => {
  const withTables = (
    change: (
      read: (table: string) => Promise<string>,
      write: (table: string, text: string) => Promise<void>,
    ) => Promise<void>,
    check: (scene: Scene, folder: string) => Promise<void>,
  ) =>
    withScene(async (scene) => {
      const folder = join(scene.directory, 'out');
      await scene.archive.exportTo(folder, 'csv', report, signal);
      const file = (table: string) => join(folder, `${table}.csv`);
      await change(
        (table) => readFile(file(table), 'utf8'),
        (table, text) => writeFile(file(table), text),
      );
      await check(scene, folder);
    });

  it('takes rows and columns in any order, line ends of Windows and a byte order mark', () =>
    withTables(
      async (read, write) => {
        for (const table of ['points', 'samples']) {
          const [header = '', ...rows] = (await read(table)).trimEnd().split('\n');
          const turned = [header, ...rows.reverse()].map((row) => row.split(',').reverse().join(','));
          await write(table, `\ufeff${turned.join('\r\n')}\r\n\r\n`);
        }
      },
      async ({ empty }, folder) => {
        const { runsAdded, pointsAdded, samplesAdded } = await empty.importFrom(folder, report, signal);
        assert.deepEqual([runsAdded, pointsAdded, samplesAdded], [2, 2, 4]);
      },
    ));

  it('makes the numbers of a point from its samples', () =>
    withTables(
      async (read, write) => write('samples', (await read('samples')).replace('7.5', '9')),
      async ({ empty, emptyPath }, folder) => {
        await empty.importFrom(folder, report, signal);
        const history = await openHistory(emptyPath);
        assert.deepEqual(history.readSeries(1).medians, [7, 7]);
        history.close();
      },
    ));

  const cases: readonly (readonly [string, string, (text: string) => string, RegExp])[] = [
    [
      'a value that is no number',
      'samples',
      (text) => text.replace('7.5', '7,5'),
      /^samples\.csv, line 3 .*7 values for 6 columns/,
    ],
    [
      'a number in words',
      'points',
      (text) => text.replace(',6.25,', ',six,'),
      /^points\.csv, line 2, median .*no number/,
    ],
    [
      'no finite number',
      'samples',
      (text) => text.replace('7.5', '1e999'),
      /^samples\.csv, line 3, value .*finite/,
    ],
    [
      'a date of another form',
      'runs',
      (text) => text.replace(/T[\d:.]+Z/, ''),
      /^runs\.csv, line 2, started_at .*no date/,
    ],
    [
      'a truth of another form',
      'runs',
      (text) => text.replaceAll(',false,', ',no,'),
      /^runs\.csv, line 2, dirty/,
    ],
    [
      'JSON that is none',
      'runs',
      (text) => text.replace('[""--disable-all""]', '[--x]'),
      /^runs\.csv, line 2, configure_flags .*JSON/,
    ],
    [
      'a status that is not known',
      'runs',
      (text) => text.replace('complete', 'done'),
      /^runs\.csv, line 2, status/,
    ],
    [
      'a missing column',
      'runs',
      (text) => text.replace('suite', 'sweet'),
      /^runs\.csv, line 1 .*lacks the column suite/,
    ],
    [
      'an unknown column',
      'samples',
      (text) => text.replaceAll(/$/gm, ',').replace('value,', 'value,mine'),
      /^samples\.csv, line 1 .*not known/,
    ],
    [
      'a quote that is never closed',
      'runs',
      (text) => `${text}"`,
      /^runs\.csv cannot be imported: it is no CSV/,
    ],
    [
      'a sample that is missing',
      'samples',
      (text) => text.replace(/^.*,7\.5\n/m, ''),
      /^out cannot .*has 1 of 2 samples/,
    ],
    [
      'a sample of no point',
      'points',
      (text) => text.split('\n').slice(0, 2).join('\n'),
      /^samples\.csv, line 4 .*no point Total/,
    ],
    [
      'a point of no run',
      'runs',
      (text) => text.split('\n').slice(0, 2).join('\n'),
      /^points\.csv, line 3 .*no run/,
    ],
    ['a table without a header', 'samples', () => '', /^samples\.csv .*empty/],
    [
      'a median beyond its ends',
      'points',
      (text) => text.replace(',6.25,5,', ',6.25,7,'),
      /^points\.csv, line 2, summary .*order/,
    ],
  ];
  for (const [what, table, change, message] of cases) {
    it(`refuses ${what}, and stores nothing`, () =>
      withTables(
        async (read, write) => write(table, change(await read(table))),
        (scene, folder) => refused(scene, folder, message),
      ));
  }

  it('refuses a folder with a table missing', () =>
    withTables(
      async () => {},
      async (scene, folder) => {
        await rm(join(folder, 'points.csv'));
        await refused(scene, folder, /^points\.csv .*cannot be read/);
      },
    ));
});
