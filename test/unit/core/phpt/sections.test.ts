import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { findExpectation } from '../../../../src/core/phpt/sections.ts';

const test = (section: string, body: string) =>
  `--TEST--\nA test\n--FILE--\n<?php echo 1;\n--${section}--\n${body}`;

describe('the expectation of a test', () => {
  for (const section of ['EXPECT', 'EXPECTF', 'EXPECTREGEX']) {
    it(`starts below ${section}`, () => {
      assert.deepEqual(findExpectation(test(section, '1\n')), { kind: 'inline', fileName: '', line: 5 });
    });

    it(`is in the file that ${section}_EXTERNAL names, and never outside of its folder`, () => {
      const named = (body: string) => findExpectation(test(`${section}_EXTERNAL`, body))?.fileName;
      assert.equal(named('a b.txt\n'), 'a b.txt');
      assert.equal(named('../../etc/passwd\n--CLEAN--\n<?php'), '//etc/passwd');
    });
  }

  it('starts at its first line that is not blank, as run-tests.php trims it', () => {
    assert.equal(findExpectation(test('EXPECT', '\n  \n1\n'))?.line, 7);
    assert.equal(findExpectation(test('EXPECT', ''))?.line, 5);
  });

  it('is not headers, and not what only looks like a section', () => {
    assert.equal(findExpectation(test('EXPECTHEADERS', 'a: b\n')), undefined);
    assert.equal(findExpectation('--TEST--\nx\n--FILE--\necho "--EXPECT--";\n'), undefined);
    assert.equal(findExpectation(''), undefined);
  });

  it('is a line of the test, whatever the test is', () => {
    const part = fc.oneof(
      fc.string(),
      fc.constantFrom('--EXPECT--\n', '--EXPECTF_EXTERNAL--', '\n', '\r\n', '--X--\n'),
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const text = parts.join('');
        const found = findExpectation(text);
        assert.ok(found === undefined || (found.line >= 0 && found.line <= text.split('\n').length));
        assert.ok(found === undefined || !found.fileName.includes('..'));
      }),
    );
  });
});
