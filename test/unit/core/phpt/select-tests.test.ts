import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { foldersOf, selectTests } from '../../../../src/core/phpt/select-tests.ts';

const files = [
  'Zend/tests/a.phpt',
  'Zend/tests/a.inc',
  'Zend/tests/closures/b.phpt',
  'Zend/zend.c',
  'ext/date/tests/c.phpt',
  'ext/date/tests-more/d.phpt',
  'ext/date/.hidden.phpt',
  'ext/date/line\nend.phpt',
  'top.phpt',
];

const select = (include: readonly string[], exclude: readonly string[] = []) =>
  selectTests(files, { include, exclude });

describe('the tests that a request means', () => {
  it('are files, folders with all below them, and the whole tree', () => {
    assert.deepEqual(select(['ext/date/tests/c.phpt']).tests, ['ext/date/tests/c.phpt']);
    assert.deepEqual(select(['Zend']).tests, ['Zend/tests/a.phpt', 'Zend/tests/closures/b.phpt']);
    assert.equal(select(['']).tests.length, 5);
  });

  it('are each there once, whoever names them', () => {
    assert.deepEqual(select(['Zend/tests', 'Zend/tests/a.phpt', 'Zend']).tests.length, 2);
  });

  it('are no hidden files, and none whose name would be two lines of a list', () => {
    assert.deepEqual(select(['ext/date']).tests, ['ext/date/tests-more/d.phpt', 'ext/date/tests/c.phpt']);
  });

  it('leave out what is excluded', () => {
    assert.deepEqual(select(['Zend'], ['Zend/tests/closures']).tests, ['Zend/tests/a.phpt']);
    assert.deepEqual(select(['Zend'], ['Zend/tests/a.phpt', 'ext']).tests, ['Zend/tests/closures/b.phpt']);
    assert.deepEqual(select(['Zend'], ['']).tests, []);
  });

  it('may be missing: what is no test and has none below it', () => {
    const { tests, missing } = select(['Zend/zend.c', 'nowhere', 'Zend/tests/a.phpt', 'Zen']);
    assert.deepEqual(tests, ['Zend/tests/a.phpt']);
    assert.deepEqual(missing, ['Zend/zend.c', 'nowhere', 'Zen']);
  });
});

describe('the folders that tests write to', () => {
  it('are those called tests that they are in, else their own', () => {
    assert.deepEqual(foldersOf(['ext/date/tests/a/b.phpt', 'ext/date/tests/c.phpt', 'ext/x/d.phpt']), [
      'ext/date/tests',
      'ext/x',
    ]);
    assert.deepEqual(foldersOf(['tests/lang/a.phpt', 'my tests/b.phpt']), ['my tests', 'tests']);
  });

  it('are none for a test at the top of the tree', () => {
    assert.deepEqual(foldersOf(['top.phpt', 'Zend/tests/a.phpt']), ['Zend/tests']);
  });

  it('have every test below the top in exactly one of them', () => {
    const name = fc.constantFrom('tests', 'ext', 'a', 'b', 'Zend');
    const path = fc.array(name, { maxLength: 5 }).map((parts) => [...parts, 'x.phpt'].join('/'));
    fc.assert(
      fc.property(fc.array(path, { minLength: 1 }), (tests) => {
        const folders = foldersOf(tests);
        for (const test of tests) {
          const holding = folders.filter((folder) => test.startsWith(`${folder}/`));
          assert.equal(holding.length, test.includes('/') ? 1 : 0, `${test} in ${folders.join()}`);
        }
      }),
    );
  });
});
