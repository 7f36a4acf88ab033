import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { SeriesColumns } from '../../../../src/core/model/bench.ts';
import { controlData, seriesData } from '../../../../src/host/panel/series-data.ts';
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

it('gives times in seconds, and whether each tree was changed', () => {
  const data = seriesData(7, columns(6, 'x'), null);
  assert.equal(data.id, 7);
  assert.deepEqual([...data.times.slice(0, 2)], [1_760_000_000.5, 1_760_000_001.5]);
  assert.deepEqual([...data.dirty.slice(0, 3)], [0, 1, 0]);
});

it('makes a message that the panel takes, however long and strange the texts are', () => {
  const series = seriesData(1, columns(3, `\u0000\n${'<script>'.repeat(10_000)}`), null);
  const message = parseToPanel({ type: 'series', series, added: [series] });
  assert.ok(message?.type === 'series');
  assert.equal(message.series.subjects.length, 3);
  assert.match(message.series.subjects.at(2) ?? '', /^<script>.*/);
  assert.ok((message.series.subjects.at(2)?.length ?? 0) <= 300);
});

it('leaves excluded runs of a control out', () => {
  const control = controlData('abc', { ...columns(3, 'x'), excluded: ['', 'a backup ran', ''] });
  assert.deepEqual([...control.medians], [10, 30]);
  assert.deepEqual([...control.times], [1_760_000_000.5, 1_760_000_002.5]);
});
