import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CommandContext } from '../../../src/cli/context.ts';
import { pathBelow, testCommand } from '../../../src/cli/test-command.ts';
import type { BuildResult } from '../../../src/core/model/build.ts';
import type { TestRequest, TestResult } from '../../../src/core/model/phpt.ts';

const built: BuildResult = {
  ...{
    key: undefined,
    phpVersion: '8.2.32',
    platform: 'linux/amd64',
    toolchainKey: 't',
    toolchainImage: 'x',
  },
  source: { id: undefined, commit: undefined, dirty: false },
  ...{ configureFlags: [], image: undefined, volume: 'v', treeRoot: '/tree', outcome: 'built' },
  ...{ durationMs: 1200, filesSent: 0 },
};
const passed: TestResult = {
  ...{ path: 'a.phpt', title: 'A', state: 'passed', reason: '', durationMs: 1, comparison: undefined },
};
const failed: TestResult = {
  ...passed,
  ...{ path: 'b.phpt', title: 'B', state: 'failed' },
  comparison: { expected: 'x', actual: 'y', diff: '     same\n002- x\u001b[2J\n002+ y', line: 2 },
};

/** What the command asks for, prints and exits with. */
async function run(results: readonly TestResult[], paths: readonly string[] = []) {
  const asked: TestRequest[] = [];
  const texts: string[] = [];
  const codes: number[] = [];
  const services = {
    build: () => Promise.resolve(built),
    runTests: (_: BuildResult, request: TestRequest) => {
      asked.push(request);
      return Promise.resolve({ results, durationMs: 2500 });
    },
  };
  const context = {
    services,
    settings: { testJobs: 2, testTimeoutSeconds: 9 },
    progress: { report: () => {}, tail: () => [] },
    signal: new AbortController().signal,
    print: (_: unknown, text: () => string) => texts.push(text()),
    exitWith: (code: number) => codes.push(code),
  };
  const options = { tree: '.', preset: 'usual', flags: [], platform: undefined, paths } as const;
  await testCommand(context as unknown as CommandContext, options);
  return { asked: asked[0], text: texts.join(''), codes };
}

describe('test', () => {
  it('runs what is named, or everything', async () => {
    const named = await run([passed], ['Zend/tests/', './ext//date', '/tree/tests/lang']);
    assert.deepEqual(named.asked, {
      include: ['Zend/tests', 'ext/date', 'tests/lang'],
      exclude: [],
      jobs: 2,
      timeoutSeconds: 9,
    });
    assert.deepEqual((await run([passed])).asked?.include, ['']);
    assert.deepEqual((await run([passed], ['.'])).asked?.include, ['']);
  });

  it('ends well when none failed', async () => {
    const { text, codes } = await run([passed, { ...passed, path: 'c.phpt', state: 'skipped' }]);
    assert.deepEqual(codes, []);
    assert.match(text, /^PHP 8\.2\.32 .*\n1 passed, 1 skipped, in 2\.5 s\.\n$/);
  });

  it('shows the failed ones with their differences, safe for a terminal, and exits with 8', async () => {
    const { text, codes } = await run([passed, failed]);
    assert.deepEqual(codes, [8]);
    assert.match(text, /^✗ b\.phpt \(failed\): B\n {5}same\n002- x \[2J\n002\+ y\n\nPHP/);
  });

  it('takes a path outside of the tree for what it is: none of its tests', () => {
    assert.equal(pathBelow('/tree', '/elsewhere/a.phpt'), '../elsewhere/a.phpt');
  });
});
