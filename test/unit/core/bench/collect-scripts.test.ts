import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collectScripts } from '../../../../src/core/bench/collect-scripts.ts';
import type { Suite } from '../../../../src/core/bench/suite.ts';
import { isBenchError } from '../../../../src/core/errors.ts';
import type { ScriptFile } from '../../../../src/core/ports.ts';
import { benchSuite } from '../../../support/suites.ts';

const signal = new AbortController().signal;
const source = { kind: 'commit', commit: 'abc' } as const;
const bytes = new TextEncoder().encode('<?php');

function collect(suite: Partial<Suite>, own: readonly string[], ofTree: readonly string[] = []) {
  const asked: string[] = [];
  const deps = {
    tree: {
      readSourceFile: async (root: string, from: unknown, path: string) => {
        assert.deepEqual([root, from], ['/php', source]);
        return ofTree.includes(path) ? bytes : undefined;
      },
    },
    suiteFiles: {
      readScripts: async (folder: string, paths: readonly string[]): Promise<readonly ScriptFile[]> => {
        asked.push(folder, ...paths);
        return own.map((path) => ({ path, content: bytes }));
      },
    },
  };
  const whole: Suite = { ...benchSuite, treeScripts: [], folder: '/suites', ...suite };
  return collectScripts(deps, whole, { treeRoot: '/php', source }, signal).then((found) => ({
    ...found,
    asked,
  }));
}

describe('the scripts of a suite', () => {
  it('are those of the measured source, then those of the folder, and what they need comes along', async () => {
    const { scripts, files, asked } = await collect(
      { treeScripts: ['Zend/bench.php'], scripts: ['a', 'b.php'], needs: ['data'] },
      ['a/one.php', 'a/sub/lib.php', 'a/two.php', 'a/x.inc', 'b.php', 'data/w.txt'],
      ['Zend/bench.php'],
    );
    assert.deepEqual(
      scripts.map(({ name, path }) => [name, path]),
      [
        ['Zend/bench.php', '/opt/psb/tree/Zend/bench.php'],
        ['a/one.php', '/opt/psb/suite/a/one.php'],
        ['a/two.php', '/opt/psb/suite/a/two.php'],
        ['b.php', '/opt/psb/suite/b.php'],
      ],
    );
    assert.equal(files.length, 7);
    assert.ok(files.every(({ content }) => content === bytes));
    assert.deepEqual(asked, ['/suites', 'a', 'b.php', 'data']);
  });

  it('are those directly in the folder itself, each once', async () => {
    const { scripts } = await collect({ scripts: ['', 'a.php'] }, ['a.php', 'b/c.php', 'd.php']);
    assert.deepEqual(
      scripts.map(({ name }) => name),
      ['a.php', 'd.php'],
    );
  });

  it('have names on one line', async () => {
    const { scripts } = await collect({ scripts: ['a\n\u0085ü b.php'] }, ['a\n\u0085ü b.php']);
    assert.deepEqual(scripts, [{ name: 'a\\x0a\\x85ü b.php', path: '/opt/psb/suite/a\n\u0085ü b.php' }]);
  });

  it('are missed where the source, or the folder, has none', async () => {
    await assert.rejects(collect({ treeScripts: ['Zend/no.php'] }, []), (error) =>
      isBenchError(error, 'suite-missing'),
    );
    await assert.rejects(collect({ scripts: ['a'] }, ['a/x.inc', 'a/b/c.php']), (error) =>
      isBenchError(error, 'script-unusable'),
    );
  });

  it('are not two of one name, and not too many', async () => {
    await assert.rejects(
      collect({ treeScripts: ['x.php'], scripts: ['x.php'] }, ['x.php'], ['x.php']),
      (error) => isBenchError(error, 'script-unusable') && /have this name/.test(error.message),
    );
    const many = Array.from({ length: 501 }, (_, index) => `${index}.php`);
    await assert.rejects(collect({ scripts: [''] }, many), (error) => isBenchError(error, 'script-unusable'));
  });

  it('ask no folder where a suite is of the tree alone', async () => {
    const { asked } = await collect({ treeScripts: ['x.php'], folder: undefined }, [], ['x.php']);
    assert.deepEqual(asked, []);
  });
});
