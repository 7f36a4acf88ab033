import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatBytes, formatDuration, formatValue, plainText } from '../../../../src/core/text/format.ts';

describe('numbers for people', () => {
  it('are bytes in decimal units', () => {
    assert.deepEqual([0, 999, 1000, 1234, 99_949, 99_950, 999_499, 999_500, 1.2e9, 5e15].map(formatBytes), [
      '0 B',
      '999 B',
      '1.0 kB',
      '1.2 kB',
      '99.9 kB',
      '100 kB',
      '999 kB',
      '1.0 MB',
      '1.2 GB',
      '5000 TB',
    ]);
  });

  it('are durations', () => {
    assert.deepEqual([0, 999, 1000, 59_940, 59_960, 245_000, 3_600_000].map(formatDuration), [
      '0 ms',
      '999 ms',
      '1.0 s',
      '59.9 s',
      '1 min 00 s',
      '4 min 05 s',
      '60 min 00 s',
    ]);
  });

  it('are values in their unit', () => {
    assert.equal(formatValue(1.234, 'ms'), '1.23 ms');
    assert.equal(formatValue(345.67, 'ms'), '345.7 ms');
    assert.equal(formatValue(1234.5, 'ms'), '1.234 s');
    assert.equal(formatValue(12_000_000, 'bytes'), '12.0 MB');
    assert.equal(formatValue(2_235_474_776, 'instructions'), '2,235,474,776');
  });
});

describe('plainText', () => {
  it('leaves one line without control characters, not longer than asked', () => {
    assert.equal(plainText('a\u001b[31mb\n\u202ec', 20), 'a [31mb c');
    assert.equal(plainText('abcdef', 4), 'abc…');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 50 }), (text, length) => {
        const plain = plainText(text, length);
        assert.ok(plain.length <= length);
        assert.doesNotMatch(plain, /[\p{Cc}\u2028\u2029\u202a-\u202e]/u);
      }),
    );
  });
});
