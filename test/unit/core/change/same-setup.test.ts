import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { controlOf } from '../../../../src/core/change/same-setup.ts';
import { seriesRow as row } from '../../../support/series-data.ts';

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
    assert.equal(controlOf([row(1), ...others], row(1), 'any variant')?.id, 3);
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
