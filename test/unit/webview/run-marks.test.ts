import assert from 'node:assert/strict';
import { it } from 'node:test';
import { packTexts, TextColumn } from '../../../src/shared/text-column.ts';
import { plotted } from '../../../webview/plotted.ts';
import { averageAt, isExcluded } from '../../../webview/run-facts.ts';
import { runMarks } from '../../../webview/run-marks.ts';
import { panelSeries } from '../../support/panel-series.ts';

const series = panelSeries(1, [10, 20, 900, 40], {
  excluded: new TextColumn(packTexts(['', '', 'a backup ran', ''])),
  isNew: Uint8Array.of(0, 0, 1, 1),
});

it('marks excluded and new runs', () => {
  assert.deepEqual(runMarks(series), { excluded: [2], isNew: [2, 3] });
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((index) => isExcluded(series, index)),
    [false, false, true, false, false],
  );
});

it('counts excluded runs in no spread and no average, goes on across them, and knows where they are all the same', () => {
  const { all, medians, maxima, average } = plotted(series, 'absolute', 2);
  assert.deepEqual([...all], [10, 20, 900, 40]);
  assert.deepEqual([...medians], [10, 20, Number.NaN, 40]);
  assert.ok(Number.isNaN(maxima[2]));
  assert.deepEqual([...average], [Number.NaN, 15, 15, 30]);
  assert.deepEqual(
    [0, 1, 2, 3].map((index) => averageAt({ series, averageWindow: 2 }, index)),
    [undefined, 15, undefined, 30],
  );
});
