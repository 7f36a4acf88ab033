import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type JudgedSeries, judgeSeries } from '../../../../src/core/change/judge-series.ts';
import type { SeriesColumns } from '../../../../src/core/model/bench.ts';
import { seriesData } from '../../../../src/host/panel/series-data.ts';
import { parseToPanel } from '../../../../src/shared/panel-messages.ts';
import { seriesReader, seriesRow } from '../../../support/series-data.ts';
import { english } from '../../../support/translate.ts';

/** Series 7 of a history. */
function judged(count: number, text: string, more: Partial<SeriesColumns> = {}): JudgedSeries {
  const each = <T>(value: (index: number) => T) => Array.from({ length: count }, (_, index) => value(index));
  const columns = {
    runIds: each(String),
    runNumbers: each((index) => index + 1),
    timesMs: each((index) => 1_760_000_000_500 + index * 1000),
    medians: each((index) => 10 * (index + 1)),
    minima: each((index) => 10 * index),
    maxima: each((index) => 10 * (index + 2)),
    sampleCounts: each(() => 10),
    commits: each(() => text),
    subjects: each(() => text),
    phpVersions: each(() => text),
    dirty: each((index) => index === 1),
    environments: each(() => 1),
    excluded: each(() => ''),
    ...more,
  };
  return judgeSeries(seriesReader([[seriesRow(7), columns]]), 7) ?? assert.fail();
}

it('gives times in seconds and the average of five beside each median', () => {
  const data = seriesData(judged(6, 'x'), 6, english);
  assert.equal(data.id, 7);
  assert.deepEqual(data.times.slice(0, 2), [1_760_000_000.5, 1_760_000_001.5]);
  assert.deepEqual(data.movingAverage, [null, null, null, null, 30, 40]);
  assert.deepEqual(data.dirty.slice(0, 3), [false, true, false]);
});

it('makes a message that the panel takes, however long and strange the texts are', () => {
  const series = seriesData(judged(3, `\u0000\n${'<script>'.repeat(10_000)}`), 3, english);
  const message = { type: 'series', series };
  assert.deepEqual(parseToPanel(message), message);
});

it('leaves excluded runs out of the average, and keeps their reasons in a form that can be shown', () => {
  const excluded = ['', 'a <b>backup</b>\nran', '', '', '', '\u202e'];
  const { movingAverage, excluded: reasons } = seriesData(judged(6, 'x', { excluded }), 6, english);
  assert.deepEqual(movingAverage, [null, null, null, null, null, null]);
  assert.deepEqual(reasons, ['', 'a <b>backup</b> ran', '', '', '', '?']);
});
