import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { judgeSeries } from '../../../../src/core/change/judge-series.ts';
import type { Paint } from '../../../../src/core/chart/cell-canvas.ts';
import { renderTerminalChart } from '../../../../src/core/chart/terminal.ts';
import { noisyLevels } from '../../../support/random-numbers.ts';
import { seriesColumns, seriesReader, seriesRow } from '../../../support/series-data.ts';

const plain: Paint = (_, text) => text;
const named: Paint = (mark, text) => `<${mark} ${text}>`;
const values = noisyLevels(
  8,
  [
    [100, 30],
    [110, 30],
  ],
  0.001,
);

function chart(medians: readonly number[], width: number, height: number, paint = plain): string {
  const judged = judgeSeries(seriesReader([[seriesRow(1), seriesColumns(medians)]]), 1);
  return renderTerminalChart({ judged: judged ?? assert.fail(), width, height, paint });
}

describe('a series in a terminal', () => {
  it('has its values, levels, times and a mark below each change', () => {
    const rows = chart(values, 60, 8).trimEnd().split('\n');
    assert.equal(rows.length, 8 + 3);
    assert.ok(rows.some((row) => /^110\.0 ms ┤/.test(row)));
    const [upper = '', lower = ''] = rows.slice(0, 8).filter((row) => /─{20,}/.test(row));
    assert.ok(upper.indexOf('─') > 30 && lower.indexOf('─') < 12, 'the later level is above');
    assert.match(rows[8] ?? '', /^ +└[─┬]+$/);
    assert.match(rows[9] ?? '', /^ +February$/);
    assert.equal((rows[10] ?? '').indexOf('▲'), upper.indexOf('─'));
  });

  it('shows a spike at its edge instead of making all else small', () => {
    const medians = [...values];
    medians[10] = 400;
    const rows = chart(medians, 60, 8).split('\n');
    assert.ok(rows[0]?.includes('×'));
    assert.ok(rows.every((row) => !row.startsWith('400')));
  });

  it('colours what stands out, by what it is', () => {
    assert.match(chart(values, 60, 8, named), /<level ─+>/);
    assert.match(chart(values, 60, 8, named), /<worse ▲>/);
    assert.match(chart([...values].reverse(), 60, 8, named), /<better ▼>/);
  });

  it('is nothing where nothing was measured', () => {
    assert.equal(chart([], 60, 8), '');
    assert.equal(chart([0, 0], 60, 8), '');
  });

  it('keeps to its width and height, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 40, max: 150 }),
        fc.integer({ min: 4, max: 30 }),
        (medians, width, height) => {
          const rows = chart(medians, width, height).trimEnd().split('\n');
          assert.ok(rows.length <= height + 3);
          for (const row of rows) {
            assert.ok([...row].length <= width, row);
          }
        },
      ),
    );
  });
});
