import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatFigure } from '../../bench/framework/figures.ts';
import { type Circumstances, jsonReport, markdownReport, shortText } from '../../bench/framework/report.ts';
import type { RowResult } from '../../bench/framework/result.ts';
import type { Row } from '../../bench/framework/row.ts';
import { runRows } from '../../bench/framework/run-rows.ts';
import { parseActivationTimes } from '../../bench/support/editor.ts';

const circumstances: Circumstances = {
  startedAt: new Date(Date.UTC(2026, 10, 25, 8, 30)),
  durationMs: 90_000,
  tiny: false,
  machine: { processor: '2 × Some | CPU' },
  versions: { Node: 'v24' },
};

const failed: RowResult = { kind: 'failed', row: 'tree', title: '', size: '', message: 'no git\nhere' };

async function results(rounds: number, limit: number): Promise<readonly RowResult[]> {
  const row: Row<undefined> = {
    name: 'build-source',
    title: 'rebuild',
    unit: 'ms',
    tinyAmount: 1,
    sizes: [
      {
        label: 'PHP',
        amount: 1,
        rounds,
        warmups: 0,
        goals: [
          { kind: 'ratio-at-most', to: 'make', limit },
          { kind: 'at-most', limit: 5000 },
        ],
      },
    ],
    withTrial: (_, __, use) =>
      use({
        ours: { name: 'ours', measure: async (round) => 1200 + round },
        others: [{ name: 'make', role: 'limit', measure: async () => 1000 }],
      }),
  };
  const signal = new AbortController().signal;
  return runRows([row], undefined, { tiny: false, signal, onProgress: () => {} });
}

describe('the table', () => {
  it('shows each figure with its spread, the ratio with its interval, and what the goal says', async () => {
    const table = markdownReport(circumstances, await results(7, 1.3));
    const lines = table.split('\n').filter((line) => line.startsWith('| '));
    assert.equal(
      lines[2],
      '| **build-source (PHP)**: rebuild | ours | 7 | 1.20 s ± 2.00 ms |  | at most 5.00 s: met |',
    );
    assert.equal(
      lines[3],
      '|  | make (the limit) | 7 | 1.00 s ± 0 ms | 1.20 [1.20 to 1.21] | at most 1.30 times make: met |',
    );
    assert.match(table, /^2 goals met, 0 missed\.$/m);
    assert.match(table, /^2026-11-25 08:30 UTC, 1\.5 minutes\.$/m);
  });

  it('shows a goal that is missed as missed', async () => {
    const table = markdownReport(circumstances, await results(7, 1.15));
    assert.match(table, /at most 1\.15 times make: \*\*missed\*\* \|/);
    assert.match(table, /^1 goals met, 1 missed\.$/m);
  });

  it('says when there were too few rounds to be certain', async () => {
    const table = markdownReport(circumstances, await results(2, 1.15));
    assert.match(
      table,
      /1\.20 \[1\.20 to 1\.20, 50 %\] \| at most 1\.15 times make: \*\*missed\*\*, not certain/,
    );
    assert.match(markdownReport(circumstances, await results(1, 2)), /\| 1 \| 1\.00 s \| 1\.20 \|/);
  });

  it('lists the rows that could not be produced', () => {
    const table = markdownReport({ ...circumstances, tiny: true }, [failed]);
    assert.match(table, /^- tree \*\*failed\*\*: no git here$/m);
    assert.match(table, /Rows that could not be produced: 1\./);
    assert.match(table, /figures mean nothing/);
    assert.equal(shortText(failed), 'failed: no git\nhere');
  });

  it('says where it was made, whatever characters that has', () => {
    assert.match(markdownReport(circumstances, []), /^\| processor \| 2 × Some \\\| CPU \|$/m);
  });
});

describe('the JSON', () => {
  it('has every value that was measured', async () => {
    const report: unknown = JSON.parse(jsonReport(circumstances, await results(2, 1)));
    assert.ok(typeof report === 'object' && report !== null && 'results' in report && 'startedAt' in report);
    assert.equal(report.startedAt, '2026-11-25T08:30:00.000Z');
    assert.match(
      JSON.stringify(report.results),
      /"values":\[\{"round":0,"value":1200\},\{"round":1,"value":1201\}\]/,
    );
  });
});

describe('a figure', () => {
  it('has three digits in a unit that people use', () => {
    assert.equal(formatFigure(3214, 'ms'), '3.21 s');
    assert.equal(formatFigure(154.4, 'ms'), '154 ms');
    assert.equal(formatFigure(0.046, 'ms'), '0.0460 ms');
    assert.equal(formatFigure(1240.4, 'MB/s'), '1,240 MB/s');
    assert.equal(formatFigure(412_345, 'bytes'), '412 kB');
    assert.equal(formatFigure(1_234_567, 'bytes'), '1.23 MB');
    assert.equal(formatFigure(-0.5, 'ratio'), '-0.500');
  });
});

describe('activation times', () => {
  it('are read from the rows of the list of running extensions', () => {
    const rows = [
      'Git\n10.0.0\nvscode.git\nActivation: 41ms',
      'PHP\nStartup Activation: 0ms',
      'Emmet\n1.0.0',
    ];
    assert.deepEqual(
      [...parseActivationTimes(rows)],
      [
        ['Git', 41],
        ['PHP', 1],
      ],
    );
  });
});
