import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type PrintedResult, RunTestsReader } from '../../../../src/core/phpt/run-tests-reader.ts';

function read(lines: readonly string[], known: readonly string[] = []) {
  const results: PrintedResult[] = [];
  const durations: [string, number][] = [];
  const others: string[] = [];
  const reader = new RunTestsReader((path) => known.includes(path), {
    onResult: (result) => results.push(result),
    onDuration: (path, durationMs) => durations.push([path, durationMs]),
    onLine: (line) => others.push(line),
  });
  for (const line of lines) {
    reader.push(line);
  }
  return { results, durations, others };
}

const result = (line: string, known: readonly string[] = []) => read(line.split('\n'), known).results[0];

describe('what run-tests.php prints', () => {
  it('is a word, a title, a name and a reason', () => {
    assert.deepEqual(result('PASS Bug #36568 (memory_limit has no effect) [Zend/tests/bug36568.phpt] '), {
      path: 'Zend/tests/bug36568.phpt',
      title: 'Bug #36568 (memory_limit has no effect)',
      state: 'passed',
      reason: '',
    });
    assert.deepEqual(result('SKIP No GMP [ext/gmp/tests/001.phpt] reason: Required extension missing: gmp'), {
      path: 'ext/gmp/tests/001.phpt',
      title: 'No GMP',
      state: 'skipped',
      reason: 'Required extension missing: gmp',
    });
  });

  const said: readonly (readonly [string, string, string])[] = [
    ['FAIL a [x.phpt] ', 'failed', ''],
    ['FAIL a [x.phpt]  (info: slow machine)', 'failed', 'slow machine'],
    ['LEAK&FAIL a [x.phpt] ', 'failed', ''],
    ['LEAK a [x.phpt] ', 'leaked', ''],
    ['XLEAK a [x.phpt]   XLEAK REASON: libc', 'xleaked', 'libc'],
    ['WARN a [x.phpt]  (warn: XFAIL section but test passes)', 'warned', 'XFAIL section but test passes'],
    ['WARN&XFAIL a [x.phpt]   XFAIL REASON: bug 7', 'xfailed', 'bug 7'],
    ['XFAIL a [x.phpt]   XFAIL REASON: known', 'xfailed', 'known'],
    ['SKIP a [x.phpt] ', 'skipped', ''],
    ['BORK missing section --FILE-- [x.phpt] ', 'borked', 'missing section --FILE--'],
    [
      'BORK Parse error [x.phpt] reason: invalid output from SKIPIF',
      'borked',
      'invalid output from SKIPIF: Parse error',
    ],
  ];
  for (const [line, state, reason] of said) {
    it(`is understood: ${line}`, () => {
      const { state: found, reason: why } = result(line) ?? {};
      assert.deepEqual([found, why], [state, reason]);
    });
  }

  it('comes after progress that it overwrites, in colours or without', () => {
    const progress = `TEST 1/9 [Zend/tests/a.phpt]\r${' '.repeat(30)}\r`;
    assert.equal(result(`${progress}\u001b[1;32mPASS\u001b[0m A [Zend/tests/a.phpt] `)?.state, 'passed');
    assert.equal(
      result(`TEST 2/9 [Zend/tests/b.phpt]\rFAIL B [Zend/tests/b.phpt] `)?.path,
      'Zend/tests/b.phpt',
    );
  });

  it('has titles and reasons of several lines', () => {
    const titled = result('PASS one\ntwo [a.phpt] ');
    assert.deepEqual([titled?.title, titled?.path], ['one\ntwo', 'a.phpt']);
    const { results } = read(['XFAIL a [a.phpt]   XFAIL REASON: one', 'two', 'PASS b [b.phpt] ']);
    assert.deepEqual(
      results.map(({ path, reason }) => [path, reason]),
      [
        ['a.phpt', 'one'],
        ['b.phpt', ''],
      ],
    );
  });

  it('takes the name that was asked for, not another in the title or the reason', () => {
    assert.equal(result('FAIL as in [b.phpt] too [a.phpt] ', ['a.phpt'])?.path, 'a.phpt');
    assert.equal(result('XFAIL a [a.phpt]   XFAIL REASON: see [b.phpt]', ['a.phpt'])?.path, 'a.phpt');
    assert.equal(result('BORK empty test [/t/x.phpt] [x.phpt] ')?.path, 'x.phpt');
  });

  it('may have brackets in the name of a test that was asked for', () => {
    const name = 'ext/a [b]/c[1] [2].phpt';
    const { results, durations } = read(
      [
        `FAIL as in [ext/d.phpt] [${name}] (info: slow machine)`,
        'Number of tests :     1',
        `(0.250 s) as in [ext/d.phpt] [${name}]`,
      ],
      [name],
    );
    assert.deepEqual(results, [
      { path: name, title: 'as in [ext/d.phpt]', state: 'failed', reason: 'slow machine' },
    ]);
    assert.deepEqual(durations, [[name, 250]]);
  });

  it('ends with a summary, in which only durations count', () => {
    const { results, durations, others } = read([
      'PASS a [a.phpt] ',
      'Number of tests :    1                 1',
      'SLOW TEST SUMMARY',
      '(0.012 s) SKIPIF of a [a.phpt]',
      '(1.250 s) a [a.phpt]',
      '(0.002 s) of two',
      'lines [b.phpt]',
      'FAIL not a result [b.phpt]',
    ]);
    assert.equal(results.length, 1);
    assert.deepEqual(durations, [
      ['a.phpt', 1250],
      ['b.phpt', 2],
    ]);
    assert.deepEqual(others, ['PASS a [a.phpt] ']);
  });

  it('passes everything else on', () => {
    const { results, others } = read([
      '',
      '=====',
      'CWD         : /t',
      'ERROR: Worker 1 died unexpectedly',
      'PASSING by',
    ]);
    assert.deepEqual(results, []);
    assert.deepEqual(others, ['CWD         : /t', 'ERROR: Worker 1 died unexpectedly', 'PASSING by']);
  });

  it('gives a title up that never ends', () => {
    const { results } = read([
      'PASS endless',
      ...Array<string>(6000).fill('more'),
      'end [a.phpt] ',
      'PASS b [b.phpt] ',
    ]);
    assert.deepEqual(
      results.map(({ path }) => path),
      ['b.phpt'],
    );
  });

  it('is never misread or too much, whatever comes', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'PASS ',
        'FAIL&',
        'BORK ',
        ' [',
        'a.phpt',
        '] ',
        'reason: ',
        '\r',
        '(warn: ',
        '\u001b[31m',
      ),
    );
    const line = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('').replaceAll('\n', ''));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        for (const { path, reason } of read(lines).results) {
          assert.match(path, /\.phpt$/);
          assert.ok(reason.length <= 2000);
        }
      }),
    );
  });
});
