import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { builtInSuites } from '../../../src/core/bench/built-in-suites.ts';
import { parseSuitesFile } from '../../../src/core/bench/suites-file.ts';
import { suiteItems } from '../../../src/host/suites.ts';
import { english } from '../../support/translate.ts';

const own = parseSuitesFile(
  '{"suites": [{"name": "mine", "scripts": ["a.php"], "variants": ["opcache", "jit"]}]}',
  'x.json',
  '/x',
);
const suites = [...builtInSuites, ...own];

function labels(last?: string): readonly string[] {
  return suiteItems(suites, last, english).map(({ label }) => label);
}

describe('the suites to choose from', () => {
  it('come whole first, the built-in ones before those of a file', () => {
    assert.deepEqual(labels().slice(0, 4), [
      'Zend/bench.php',
      'Zend/micro_bench.php',
      'benchmark/ (bench.php)',
      'mine',
    ]);
  });

  it('are offered with one variant too, and say which they have otherwise', () => {
    const items = suiteItems(suites, undefined, english);
    const jit = items.find(({ label }) => label === 'Zend/bench.php (jit)');
    assert.deepEqual(
      jit?.variants.map(({ name }) => name),
      ['jit'],
    );
    const mine = items.find(({ label }) => label === 'mine');
    assert.equal(mine?.description, 'opcache, jit');
    assert.equal(new Set(labels()).size, items.length);
  });

  it('start with what was measured last, if it is still there', () => {
    assert.equal(labels('mine (jit)')[0], 'mine (jit)');
    assert.equal(suiteItems(suites, 'mine (jit)', english)[0]?.description, 'measured last');
    assert.equal(labels('gone')[0], 'Zend/bench.php');
  });
});
