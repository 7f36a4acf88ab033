import assert from 'node:assert/strict';
import { it } from 'node:test';
import { comparisonLine, verdictsReport } from '../../bench/verdicts/report.ts';

const interval = { estimate: 0.01, low: -0.02, high: 0.03 };

it('counts the comparisons that were right, by what was compared', () => {
  const comparisons = [
    { injected: 0, verdict: 'no-difference', ...interval },
    { injected: 0, verdict: 'faster', ...interval, low: 0.02 },
    { injected: 0.05, verdict: 'slower', ...interval, low: -0.07 },
  ] as const;
  assert.deepEqual(verdictsReport(comparisons).split('\n').slice(2), [
    '| the same build | 2 | 1 | 5.0 % |',
    '| slower by 5.0 % | 1 | 1 | 10.0 % |',
    '',
  ]);
  assert.equal(comparisonLine(comparisons[0]), 'the same build: no-difference, 1.0 % [-2.0 % to 3.0 %]');
});
