import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { inertText, logLine } from '../../../src/host/foreign-text.ts';

/** What the editor makes a link of, and an icon. */
const link = /\[[^\]]+\]\([^)\s]+/;
const icon = /\$\([A-Za-z0-9-~]+\)/;

describe('inert text', () => {
  it('breaks up links and icons, and leaves the rest as it is', () => {
    assert.equal(
      inertText('[x](command:evil) $(zap) 100 % [1] (a)'),
      '[x] (command:evil) $ (zap) 100 % [1] (a)',
    );
  });

  it('has neither links nor icons, control characters nor line ends, whatever it is made of', () => {
    const pieces = fc.constantFrom('[', ']', '(', ')', '$', 'a', 'command:x', '\n', '\u202e', '\u001b', ' ');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = inertText(parts.join(''));
        assert.doesNotMatch(text, link);
        assert.doesNotMatch(text, icon);
        assert.doesNotMatch(text, /[\p{Cc}\p{Cf}]/u);
      }),
    );
  });
});

describe('a log line', () => {
  it('loses colours, cursor movements and titles, and keeps its indentation', () => {
    assert.equal(
      logLine('\u001b[1;31m  error:\u001b[0m\tx\u001b]0;title\u0007\u001b[2K!', 100),
      '  error:\tx!',
    );
  });

  it('loses what would turn its direction around', () => {
    assert.equal(logLine('a\u202Eb\u2066c\u200f', 100), 'abc');
  });

  it('is cut', () => {
    assert.equal(logLine('x'.repeat(50), 10), `${'x'.repeat(10)}…`);
  });
});
