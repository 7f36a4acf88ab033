import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { SeriesColumns } from '../../../../src/core/model/bench.ts';
import { seriesData } from '../../../../src/host/panel/series-data.ts';
import { parseToPanel } from '../../../../src/shared/panel-messages.ts';

function columns(count: number, text: string): SeriesColumns {
  const each = <T>(value: (index: number) => T) => Array.from({ length: count }, (_, index) => value(index));
  return {
    runIds: each(String),
    timesMs: each((index) => 1_760_000_000_500 + index * 1000),
    medians: each((index) => 10 * (index + 1)),
    minima: each((index) => 10 * index),
    maxima: each((index) => 10 * (index + 2)),
    sampleCounts: each(() => 10),
    commits: each(() => text),
    subjects: each(() => text),
    authors: each(() => text),
    phpVersions: each(() => text),
    dirty: each((index) => index === 1),
    environments: each(() => 1),
    excluded: each(() => ''),
  };
}

it('gives times in seconds and the average of five beside each median', () => {
  const data = seriesData(7, columns(6, 'x'));
  assert.equal(data.id, 7);
  assert.deepEqual(data.times.slice(0, 2), [1_760_000_000.5, 1_760_000_001.5]);
  assert.deepEqual(data.movingAverage, [null, null, null, null, 30, 40]);
  assert.deepEqual(data.dirty.slice(0, 3), [false, true, false]);
});

it('makes a message that the panel takes, however long and strange the texts are', () => {
  const series = seriesData(1, columns(3, `\u0000\n${'<script>'.repeat(10_000)}`));
  const message = { type: 'series', series };
  assert.deepEqual(parseToPanel(message), message);
});
