import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { chooseSuites, suiteNames } from '../../../scripts/testing/choose-suites.ts';

const tests = '/repository/test';
const bison = '/repository/test/contract/bison.test.ts';

test('no word means every suite, whole', () => {
  const { chosen, unknown } = chooseSuites([], tests);
  assert.deepEqual(
    chosen,
    suiteNames.map((name) => ({ name, files: undefined })),
  );
  assert.deepEqual(unknown, []);
});

test('suites run in their own order, whatever the order of the words', () => {
  const { chosen } = chooseSuites(['e2e', 'unit'], tests);
  assert.deepEqual(
    chosen.map(({ name }) => name),
    ['unit', 'e2e'],
  );
});

test('a file that is named runs alone, also beside its suite or another one', () => {
  const alone = [{ name: 'contract', files: [bison] }];
  assert.deepEqual(chooseSuites([bison], tests).chosen, alone);
  assert.deepEqual(chooseSuites(['contract', bison], tests).chosen, alone);
  assert.deepEqual(chooseSuites(['unit', bison], tests).chosen, alone);
});

test('a path may be relative to the working directory', () => {
  const { chosen } = chooseSuites(['test/unit/house.test.ts'], resolve('test'));
  assert.deepEqual(chosen, [{ name: 'unit', files: [resolve('test/unit/house.test.ts')] }]);
});

test('words that are no suite and no test file are reported', () => {
  const words = ['contracts', '/elsewhere/contract/bison.test.ts', '/repository/test/contract-2/x.test.ts'];
  assert.deepEqual(chooseSuites(words, tests), { chosen: [], unknown: words });
  assert.deepEqual(chooseSuites(['/repository/test/unit/support.ts'], tests).unknown, [
    '/repository/test/unit/support.ts',
  ]);
});
