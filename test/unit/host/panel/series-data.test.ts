import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type JudgedSeries, judgeSeries } from '../../../../src/core/change/judge-series.ts';
import type { SeriesColumns } from '../../../../src/core/model/bench.ts';
import { controlData, seriesData } from '../../../../src/host/panel/series-data.ts';
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
    authors: each(() => text),
    phpVersions: each(() => text),
    dirty: each((index) => index === 1),
    environments: each(() => 1),
    excluded: each(() => ''),
    ...more,
  };
  return judgeSeries(seriesReader([[seriesRow(7), columns]]), 7) ?? assert.fail();
}

it('gives times in seconds, and whether each tree was changed', () => {
  const data = seriesData(judged(6, 'x'), { control: null, seen: 6 }, english);
  assert.equal(data.id, 7);
  assert.deepEqual([...data.times.slice(0, 2)], [1_760_000_000.5, 1_760_000_001.5]);
  assert.deepEqual([...data.dirty.slice(0, 3)], [0, 1, 0]);
});

it('makes a message that the panel takes, however long and strange the texts are', () => {
  const series = seriesData(
    judged(3, `\u0000\n${'<script>'.repeat(10_000)}`),
    { control: null, seen: 3 },
    english,
  );
  const message = parseToPanel({ type: 'series', series, added: [series] });
  assert.ok(message?.type === 'series');
  assert.equal(message.series.subjects.length, 3);
  assert.match(message.series.subjects.at(2) ?? '', /^<script>.*/);
  assert.ok((message.series.subjects.at(2)?.length ?? 0) <= 300);
});

it('leaves excluded runs of a control out', () => {
  const { columns } = judged(3, 'x', { excluded: ['', 'a backup ran', ''] });
  const control = controlData('abc', columns);
  assert.deepEqual([...control.medians], [10, 30]);
  assert.deepEqual([...control.times], [1_760_000_000.5, 1_760_000_002.5]);
});

it('keeps the reasons of excluded runs in a form that can be shown, and says what is new', () => {
  const excluded = ['', 'a <b>backup</b>\nran', '', '', '', '\u202e'];
  const series = seriesData(judged(6, 'x', { excluded }), { control: null, seen: 4 }, english);
  const message = parseToPanel({ type: 'series', series, added: [] });
  assert.ok(message?.type === 'series');
  const { excluded: reasons, isNew } = message.series;
  assert.deepEqual(
    excluded.map((_, index) => reasons.at(index)),
    ['', 'a <b>backup</b> ran', '', '', '', '?'],
  );
  assert.deepEqual([...isNew], [0, 0, 0, 0, 1, 1]);
});
