import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SeriesRow } from '../../../../src/core/model/bench.ts';
import { chooseSeries, seriesChoices } from '../../../../src/host/panel/choices.ts';

function row(id: number, benchmark: string, parts: Partial<SeriesRow> = {}): SeriesRow {
  return {
    id,
    suite: 'Zend/bench.php',
    benchmark,
    metric: 'time',
    variant: { name: 'default', ini: {} },
    role: 'subject',
    branch: '',
    configuration: 'usual',
    machine: { id: 'm', name: 'here' },
    platform: 'linux/amd64',
    unit: 'ms',
    runCount: 1,
    ...parts,
  };
}

const series = [
  row(1, 'mandel()'),
  row(2, 'process', { metric: 'peak-memory', unit: 'bytes' }),
  row(3, 'process', { metric: 'wall' }),
  row(4, 'Total', { runCount: 3 }),
  row(5, 'Total', { suite: 'Zend/micro_bench.php', runCount: 9 }),
];

describe('the series that are offered', () => {
  it('come by suite, totals first', () => {
    assert.deepEqual(
      seriesChoices(series).map(({ id }) => id),
      [4, 3, 2, 1, 5],
    );
  });

  it('are named by what tells them apart', () => {
    assert.deepEqual(
      seriesChoices(series).map(({ label }) => label),
      [
        'Zend/bench.php: Total',
        'Zend/bench.php: process, wall',
        'Zend/bench.php: process, peak-memory',
        'Zend/bench.php: mandel()',
        'Zend/micro_bench.php: Total',
      ],
    );
    const jit = { name: 'jit', ini: { 'opcache.jit': 'tracing', precision: '5' } };
    const two = [row(1, 'Total'), row(2, 'Total', { machine: { id: 'n', name: 'there' }, variant: jit })];
    assert.deepEqual(
      seriesChoices(two).map(({ label }) => label),
      ['Zend/bench.php: Total (here)', 'Zend/bench.php: Total (jit precision=5, there)'],
    );
    const builds = [
      row(1, 'Total', { branch: 'master' }),
      row(2, 'Total', { role: 'control', branch: 'd5f6e56610', configuration: 'debug' }),
    ];
    assert.deepEqual(
      seriesChoices(builds).map(({ label }) => label),
      ['Zend/bench.php: Total (control d5f6e56610, debug)', 'Zend/bench.php: Total (master, usual)'],
    );
  });

  it('are one line each, whatever they are called', () => {
    const [choice] = seriesChoices([row(1, `a\nb\u202e${'x'.repeat(5000)}`)]);
    assert.doesNotMatch(choice?.label ?? '\n', /[\p{Cc}\p{Cf}]/u);
    assert.ok((choice?.label.length ?? 0) <= 200);
  });
});

describe('the series that is shown', () => {
  it('is the wanted one while it exists', () => {
    assert.equal(chooseSeries(series, { seriesId: 2 }), 2);
    assert.equal(chooseSeries(series, { seriesId: 99 }), 5);
  });

  it('is the total of the suite that was measured', () => {
    assert.equal(chooseSeries(series, { suite: 'Zend/bench.php' }), 4);
    assert.equal(chooseSeries(series.slice(0, 3), { suite: 'Zend/bench.php' }), 3);
  });

  it('is what is watched rather than a control with as many runs', () => {
    const nights = [row(1, 'Total', { role: 'control', runCount: 9 }), row(2, 'Total', { runCount: 9 })];
    assert.equal(chooseSeries(nights, {}), 2);
  });

  it('is the total with the most runs when nothing is wanted', () => {
    assert.equal(chooseSeries(series, {}), 5);
    assert.equal(chooseSeries([], {}), undefined);
  });
});
