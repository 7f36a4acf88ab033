import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { compare } from '../../../../src/core/phpt/comparison.ts';

describe('the comparison of a failed test', () => {
  it('shows lines that matched a pattern as they were printed', () => {
    const expected = 'int(%d)\nbool(true)\nWarning: %s in %s on line %d';
    const actual = 'int(7)\nbool(false)\nWarning: no such file in /t/a.php on line 3';
    assert.deepEqual(compare(expected, actual, '     int(%d)\n002- bool(true)\n002+ bool(false)\n'), {
      expected: 'int(7)\nbool(true)\nWarning: no such file in /t/a.php on line 3',
      actual,
      diff: '     int(%d)\n002- bool(true)\n002+ bool(false)\n',
      line: 2,
    });
  });

  it('knows lines that are missing and lines that are too many', () => {
    const missing = compare('a\n%s\nc', 'a\nc', '002- %s');
    assert.deepEqual([missing.expected, missing.line], ['a\n%s\nc', 2]);
    const tooMany = compare('%s\nb', 'x\nnew\nb', '002+ new');
    assert.deepEqual([tooMany.expected, tooMany.line], ['x\nb', 2]);
    assert.equal(compare('a', 'a\nb', '002+ b').line, 1);
  });

  it('reads the diffs of old versions, whose lines end as on Windows', () => {
    assert.equal(compare('a\nb', 'a\nc', '002- b\r\n002+ c').line, 2);
  });

  it('shows the expectation as it is if the diff does not fit it', () => {
    for (const diff of ['', 'no diff at all', '001- a', '900- x\n900+ y\n001+ z']) {
      const { expected, line } = compare('%s\nb', 'x\nc', diff);
      assert.deepEqual([expected, line], ['%s\nb', undefined], diff);
    }
  });

  it('names no line of the test where headers come before its text', () => {
    assert.equal(
      compare('X: 1\n--HEADERS--\na', 'X: 2\n--HEADERS--\na', '001- X: 1\n001+ X: 2').line,
      undefined,
    );
  });

  it('never changes what was printed, and keeps as many lines as were expected', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '%s', '', '001- x'), { minLength: 1 })
      .map((l) => l.join('\n'));
    const diff = fc
      .array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('-', '+')))
      .map((marks) => marks.map(([number, sign]) => `00${number}${sign} x`).join('\n'));
    fc.assert(
      fc.property(text, text, diff, (expected, actual, made) => {
        const compared = compare(expected, actual, made);
        assert.equal(compared.actual, actual);
        assert.equal(compared.expected.split('\n').length, expected.split('\n').length);
      }),
    );
  });
});
