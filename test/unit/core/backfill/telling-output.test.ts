import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TellingOutput } from '../../../../src/core/backfill/telling-output.ts';

it('what tells most of a failure is its first errors and its last lines, without control characters', () => {
  const output = new TellingOutput();
  output.push({ kind: 'step', title: 'error: a step is no output' });
  output.push({ kind: 'line', text: 'x.c:1:2: error: \u001b[31mno such thing\u001b[0m' });
  for (let number = 1; number <= 30; number += 1) {
    output.push({ kind: 'line', text: `line ${number}` });
    output.push({ kind: 'line', text: `y.c:${number}:1: fatal error: too many` });
  }
  output.push({ kind: 'warning', text: 'x'.repeat(1000) });
  const lines = output.lines();
  assert.equal(lines[0], 'x.c:1:2: error:  [31mno such thing [0m');
  assert.equal(lines.filter((line) => line.includes('error')).length, 10 + 10);
  assert.equal(lines.length, 10 + 20);
  assert.equal(lines.at(-1)?.length, 300);
});
