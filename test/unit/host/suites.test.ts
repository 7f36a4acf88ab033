import assert from 'node:assert/strict';
import { it } from 'node:test';
import { orderSuites } from '../../../src/host/suites.ts';

const suites = ['Zend/micro_bench.php', 'a/other.php', 'Zend/bench.php'];

it('offers the usual suites first', () => {
  assert.deepEqual(orderSuites(suites, undefined), ['Zend/bench.php', 'Zend/micro_bench.php', 'a/other.php']);
});

it('offers the one that was measured last before them, if the tree still has it', () => {
  assert.deepEqual(orderSuites(suites, 'a/other.php')[0], 'a/other.php');
  assert.deepEqual(orderSuites(suites, 'gone.php')[0], 'Zend/bench.php');
});
