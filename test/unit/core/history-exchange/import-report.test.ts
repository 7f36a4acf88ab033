import assert from 'node:assert/strict';
import { it } from 'node:test';
import { LeftOut, notUnderstoodLines } from '../../../../src/core/history-exchange/import-report.ts';

it('what is left out is counted by kind and reason, with the first examples of each', () => {
  const leftOut = new LeftOut();
  for (const example of ['a', 'b', 'c', 'd', 'e']) {
    leftOut.add('file', 'is odd', example);
  }
  leftOut.add('row', 'is odd', 'x');
  assert.deepEqual(leftOut.list(), [
    { kind: 'file', reason: 'is odd', count: 5, examples: ['a', 'b', 'c'] },
    { kind: 'row', reason: 'is odd', count: 1, examples: ['x'] },
  ]);
  assert.deepEqual(notUnderstoodLines(leftOut.list()), [
    'Not understood, 5 files: is odd (a; b; c, and 2 more)',
    'Not understood, 1 row: is odd (x)',
  ]);
});
