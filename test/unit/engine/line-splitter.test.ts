import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isBenchError } from '../../../src/core/errors.ts';
import { createLineSplitter } from '../../../src/engine/line-splitter.ts';

function split(chunks: readonly Uint8Array[], limitBytes?: number): string[] {
  const lines: string[] = [];
  const splitter = createLineSplitter((line) => lines.push(line), limitBytes);
  for (const chunk of chunks) {
    splitter.push(chunk);
  }
  splitter.finish();
  return lines;
}

describe('line splitter', () => {
  test('leaves out line ends and empty lines, and keeps a last line without end', () => {
    assert.deepEqual(split([Buffer.from('a\r\n\n\nb\nc')]), ['a', 'b', 'c']);
  });

  test('puts a character together that was cut', () => {
    const bytes = Buffer.from('ä€😀\n');
    assert.deepEqual(split([...bytes].map((byte) => Uint8Array.of(byte))), ['ä€😀']);
  });

  test('replaces bytes that are not UTF-8', () => {
    assert.deepEqual(split([Uint8Array.of(0x61, 0xff, 0x0a)]), ['a\ufffd']);
  });

  test('gives the same wherever the bytes are cut', () => {
    const line = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant('\r'), fc.constant('\n'));
    fc.assert(
      fc.property(fc.array(line), fc.nat(), fc.nat(), (parts, first, second) => {
        const bytes = Buffer.from(parts.join('\n'));
        const [low = 0, high = 0] = [first % (bytes.length + 1), second % (bytes.length + 1)].sort(
          (a, b) => a - b,
        );
        const pieces = [bytes.subarray(0, low), bytes.subarray(low, high), bytes.subarray(high)];
        assert.deepEqual(split(pieces), split([bytes]));
      }),
    );
  });

  test('refuses a line beyond the limit, also one that arrives in pieces', () => {
    const pieces = Array.from({ length: 11 }, () => Buffer.from('0123456789'));
    assert.throws(
      () => split(pieces, 100),
      (error) => isBenchError(error, 'engine-failed'),
    );
    assert.deepEqual(split(pieces.slice(1), 100), ['0123456789'.repeat(10)]);
  });
});
