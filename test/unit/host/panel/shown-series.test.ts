import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SeriesRow } from '../../../../src/core/model/bench.ts';
import { chooseShown } from '../../../../src/host/panel/shown-series.ts';

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
