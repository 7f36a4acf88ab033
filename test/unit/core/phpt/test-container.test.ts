import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  limitSeconds,
  resultFile,
  testContainer,
  testFiles,
} from '../../../../src/core/phpt/test-container.ts';

const build = {
  toolchainImage: 'toolchain',
  platform: 'linux/amd64',
  treeRoot: '/t',
  configureFlags: ['--disable-all'],
  volume: 'v',
} as const;
const request = { include: [], exclude: [], jobs: 0, timeoutSeconds: 7 };
const share = { jobs: 3, limits: { memoryBytes: 1000 } };
const what = { testCount: 1, owner: 'me' };
const lists = { tests: ['ext/x/tests/a.phpt'], folders: ['ext/x/tests'] };

describe('the container of tests', () => {
  it('has the build for reading only, the place of the tree in memory, and no network', () => {
    const spec = testContainer(build, request, what, share);
    assert.deepEqual(spec.mounts, [{ volume: 'v', path: '/opt/php-source-bench/build', readOnly: true }]);
    assert.deepEqual([spec.tmpfs, spec.workingDirectory], [['/t'], '/t']);
    assert.equal(spec.network, 'none');
  });

  it('holds the name that a build of the same volume holds', () => {
    assert.equal(testContainer(build, request, what, share).name, 'v-build');
  });

  it("runs as many tests at once as it is told, else as the machine's share allows", () => {
    const jobs = (count: number, testCount: number) =>
      testContainer(build, { ...request, jobs: count }, { ...what, testCount }, share).command[2];
    assert.equal(jobs(0, 20), '3');
    assert.equal(jobs(8, 20), '8');
    assert.equal(jobs(8, 1), '1');
  });

  it('has the limits of the machine, and one for processes in any case', () => {
    const spec = testContainer(build, request, what, share);
    assert.deepEqual([spec.memoryBytes, spec.pidsLimit], [1000, 4096]);
    const limited = testContainer(build, request, what, { jobs: 1, limits: { pidsLimit: 99 } });
    assert.equal(limited.pidsLimit, 99);
  });

  it('tells tests under AddressSanitizer that they are', () => {
    const environment = (configureFlags: readonly string[]) =>
      testContainer({ ...build, configureFlags }, request, what, share).environment ?? {};
    assert.equal(environment(['CFLAGS=-fsanitize=address']).SKIP_ASAN, '1');
    assert.equal(environment([]).SKIP_ASAN, undefined);
    assert.equal(environment([]).TEST_TIMEOUT, '7');
  });

  it('reads its lists from files, tests by the paths that they have in it', () => {
    const files = testFiles('#!/bin/sh', 'C:\\php', lists);
    assert.deepEqual(
      files.map(({ path, content }) => [path, content]),
      [
        ['opt/php-source-bench/test.sh', '#!/bin/sh'],
        ['opt/php-source-bench/folders', 'ext/x/tests\n'],
        ['opt/php-source-bench/tests', '/c/php/ext/x/tests/a.phpt\n'],
      ],
    );
  });

  it('has its time limit far above what the tests themselves keep to', () => {
    assert.ok(limitSeconds(1, 60) > 300);
    assert.ok(limitSeconds(10, 60) > 10 * 300);
  });

  it('leaves what there is of a failed test at a path that names it', () => {
    assert.equal(resultFile('/t', 'a.phpt.phpt', 'out'), '/opt/php-source-bench/results/t/a.phpt.out');
  });
});
