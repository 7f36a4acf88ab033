import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SeriesRow } from '../../../../src/core/model/bench.ts';
import { chooseShown, controlOf } from '../../../../src/host/panel/shown-series.ts';

function row(id: number, parts: Partial<SeriesRow> = {}): SeriesRow {
  return {
    id,
    suite: 'bench.php',
    benchmark: 'Total',
    metric: 'time',
    variant: { name: 'default', ini: {} },
    role: 'subject',
    branch: 'master',
    configuration: 'usual',
    machine: { id: 'm', name: 'here' },
    platform: 'linux/amd64',
    unit: 'ms',
    runCount: 1,
    ...parts,
  };
}

const many = Array.from({ length: 12 }, (_, index) => row(index + 1));

describe('the series that are shown together', () => {
  it('are those that were asked for, each once, and the main one not beside itself', () => {
    assert.deepEqual(chooseShown(many, { seriesId: 3, added: [5, 3, 5, 99, 4] }), { main: 3, added: [5, 4] });
    assert.deepEqual(chooseShown(many, { seriesId: 3 }), { main: 3, added: [] });
    assert.deepEqual(chooseShown([], { seriesId: 3, added: [5] }), { main: undefined, added: [] });
  });

  it('are not more than can be told apart', () => {
    const { added } = chooseShown(many, { seriesId: 1, added: many.map(({ id }) => id) });
    assert.deepEqual(added, [2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe('the control of a series', () => {
  const control = { role: 'control', branch: 'd5f6e56610' } as const;

  it('was measured in the same setup', () => {
    const others = [
      row(2, { ...control, machine: { id: 'n', name: 'there' } }),
      row(3, { ...control, variant: { name: 'jit', ini: {} } }),
      row(4, { ...control, metric: 'instructions', unit: 'instructions' }),
      row(5, { role: 'repeat' }),
    ];
    assert.equal(controlOf([row(1), ...others], row(1)), undefined);
    assert.equal(controlOf([row(1), ...others, row(6, control)], row(1))?.id, 6);
  });

  it('is the one with the most runs, and its settings may come in another order', () => {
    const ini = (...names: readonly string[]) => ({
      variant: { name: 'x', ini: Object.fromEntries(names.map((name) => [name, '1'])) },
    });
    const series = [
      row(1, ini('a', 'b')),
      row(2, { ...control, ...ini('b', 'a') }),
      row(3, { ...control, ...ini('a', 'b'), branch: 'other', runCount: 2 }),
    ];
    assert.equal(controlOf(series, row(1, ini('a', 'b')))?.id, 3);
  });

  it('is none for a control', () => {
    assert.equal(controlOf([row(1, control), row(2, control)], row(1, control)), undefined);
  });
});
