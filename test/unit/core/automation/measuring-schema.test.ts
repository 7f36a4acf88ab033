import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measuringSchema, parserOf } from '../../../../src/core/automation/measuring-schema.ts';
import type { Measuring } from '../../../../src/core/backfill/plan.ts';
import { parseSuitesFile } from '../../../../src/core/bench/suites-file.ts';
import { measuring } from '../../../support/backfill-data.ts';

const parse = parserOf(measuringSchema);

function ownMeasuring(): Measuring {
  const file = {
    variants: { own: { precision: 17 } },
    suites: [
      {
        name: 'Mine',
        scripts: ['a.php', './'],
        treeScripts: ['Zend/bench.php'],
        with: ['lib'],
        iterations: 3,
        ini: { memory_limit: '1G' },
        variants: ['own', 'jit'],
      },
    ],
  };
  const [suite] = parseSuitesFile(JSON.stringify(file), '/home/me/suites.json', '/home/me');
  const [variant] = suite?.variants ?? [];
  assert.ok(suite !== undefined && variant !== undefined);
  return { ...measuring, suite, variant, branch: 'master' };
}

function reread(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('what a state file says of what is measured', () => {
  it('is a suite of a file with its variant, as a whole', () => {
    const own = ownMeasuring();
    assert.deepEqual(parse(reread(own)), { value: own });
    assert.deepEqual(parse(reread(measuring)), { value: measuring });
  });

  it('leads nowhere out of the folder, and brings no line of php.ini of its own', () => {
    const own = ownMeasuring();
    const unfit = [
      { ...own, suite: { ...own.suite, scripts: ['../a.php'] } },
      { ...own, suite: { ...own.suite, treeScripts: ['/etc/passwd'] } },
      { ...own, suite: { ...own.suite, ini: { precision: '17\nextension=x' } } },
      { ...own, variant: { name: 'own', ini: { 'a b': '1' } } },
      { ...own, suite: own.suite.name },
    ];
    for (const each of unfit) {
      assert.ok('problem' in parse(reread(each)), JSON.stringify(each));
    }
  });
});
