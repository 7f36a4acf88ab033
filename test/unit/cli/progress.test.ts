import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { progressPrinter } from '../../../src/cli/progress.ts';
import type { ProgressEvent } from '../../../src/core/ports.ts';

function printed(events: readonly ProgressEvent[], isTerminal: boolean, verbose: boolean) {
  let text = '';
  const progress = progressPrinter(
    {
      isTerminal,
      write: (more) => {
        text += more;
      },
    },
    verbose,
  );
  for (const event of events) {
    progress.report(event);
  }
  return { text, tail: progress.tail() };
}

const events: readonly ProgressEvent[] = [
  { kind: 'step', title: 'Compiling' },
  { kind: 'line', text: 'a.c: \u001b[31mwarning\u0007' },
  { kind: 'step-done', title: 'Compiling', durationMs: 1500, detail: 'done' },
];

describe('progressPrinter', () => {
  it('shows a running step on a terminal and replaces it by its end', () => {
    assert.equal(printed(events, true, false).text, '… Compiling\r\u001b[K✓ Compiling: done (1.5 s)\n');
  });

  it('prints only ends where no one watches', () => {
    assert.equal(printed(events, false, false).text, '✓ Compiling: done (1.5 s)\n');
  });

  it('prints output when asked, without control characters', () => {
    assert.match(printed(events, false, true).text, /^ {2}a\.c: \[31mwarning$/m);
  });

  it('keeps the end of the output for a failure, and not more', () => {
    const lines = Array.from({ length: 40 }, (_, n): ProgressEvent => ({ kind: 'line', text: `line ${n}` }));
    const { tail } = printed(lines, false, false);
    assert.equal(tail.length, 25);
    assert.equal(tail.at(-1), 'line 39');
  });
});
