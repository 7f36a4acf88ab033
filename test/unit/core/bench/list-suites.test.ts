import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findSuite, findVariants, listSuites } from '../../../../src/core/bench/list-suites.ts';
import { measureRequest } from '../../../../src/core/bench/request.ts';
import { isBenchError } from '../../../../src/core/errors.ts';
import type { TreePort } from '../../../../src/core/ports.ts';
import { benchSuite, defaultVariant } from '../../../support/suites.ts';

const signal = new AbortController().signal;
const workTree = { kind: 'work-tree' } as const;
const mine = '{"suites": [{"name": "mine", "scripts": ["a.php"]}]}';

/** A tree with these files of built-in suites, and these texts of suites files by path. */
function deps(benchmarkScripts: readonly string[], texts: Readonly<Record<string, string>> = {}) {
  const readTree: TreePort['readTree'] = async (root) => ({
    root,
    git: undefined,
    texts: {
      phpVersionHeader: undefined,
      configureAc: undefined,
      configureIn: undefined,
      zendAcinclude: undefined,
    },
    hasConfigureScript: true,
    hasGeneratedParser: true,
    benchmarkScripts,
  });
  return {
    tree: { readTree, resolveRoot: async (root: string) => `/real${root}` },
    suiteFiles: { readDefinitions: async (path: string) => texts[path] },
  };
}

const all = ['Zend/bench.php', 'Zend/micro_bench.php', 'benchmark/benchmark.php'];

async function names(
  files: readonly string[],
  more: Partial<Parameters<typeof listSuites>[1]> = {},
  texts = {},
) {
  const request = { treeRoot: '/php', source: workTree, suitesFile: '', ...more };
  return (await listSuites(deps(files, texts), request, signal)).map(({ name }) => name);
}

describe('what can be measured', () => {
  it('is what the tree has, and what its own file defines', async () => {
    assert.deepEqual(await names(all), ['Zend/bench.php', 'Zend/micro_bench.php', 'benchmark/ (bench.php)']);
    assert.deepEqual(await names(['Zend/micro_bench.php']), ['Zend/micro_bench.php']);
    const own = { '/real/php/.vscode/php-benchmarks.json': mine };
    assert.deepEqual(await names([], {}, own), ['mine']);
  });

  it('is all that is built in, of a commit', async () => {
    const source = { kind: 'commit', commit: 'abc' } as const;
    assert.equal((await names([], { source })).length, 3);
  });

  it('is in the file that is named, which must be there', async () => {
    const found = await listSuites(
      deps([], { '/s/x.json': mine }),
      { treeRoot: '/php', source: workTree, suitesFile: '/s/x.json' },
      signal,
    );
    assert.deepEqual(
      found.map(({ folder }) => folder),
      ['/s'],
    );
    await assert.rejects(names(all, { suitesFile: '/s/y.json' }), (error) =>
      isBenchError(error, 'suites-file-invalid'),
    );
  });

  it('is found by name, or told what there is', () => {
    assert.equal(findSuite([benchSuite], 'Zend/bench.php'), benchSuite);
    assert.throws(
      () => findSuite([benchSuite], 'nix'),
      (error) => isBenchError(error, 'suite-missing') && error.message.includes('"Zend/bench.php"'),
    );
    assert.deepEqual(
      findVariants(benchSuite, []).map(({ name }) => name),
      ['default'],
    );
    assert.deepEqual(
      findVariants(benchSuite, ['jit', 'default', 'jit']).map(({ name }) => name),
      ['jit', 'default'],
    );
    assert.throws(
      () => findVariants(benchSuite, ['nix']),
      (error) => isBenchError(error, 'variant-unavailable') && error.message.includes('default, opcache'),
    );
  });

  it('is measured as a person asks for, else as the suite says, else as usual', () => {
    const usual = { iterations: 10, warmups: 1, timeLimitSeconds: 300, memoryLimitBytes: 1e9, cpuSet: '0' };
    const suite = { ...benchSuite, limits: { iterations: 3, warmups: 0 } };
    const request = measureRequest(suite, defaultVariant, usual, { iterations: 5 });
    assert.deepEqual(
      [request.iterations, request.warmups, request.timeLimitSeconds, request.cpuSet],
      [5, 0, 300, '0'],
    );
  });
});
