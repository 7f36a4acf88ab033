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
const what = { tests: ['ext/x/tests/a.phpt'], folders: ['ext/x/tests'], owner: 'me' };

describe('the container of tests', () => {
  it('has the build for reading only, the folders of the tests for writing, and no network', () => {
    const spec = testContainer(build, request, what, share);
    assert.deepEqual(spec.mounts, [
      { volume: 'v', path: '/t', readOnly: true },
      { volume: 'v', path: '/opt/php-source-bench/build', readOnly: true },
    ]);
    assert.deepEqual(spec.tmpfs, ['/t/ext/x/tests']);
    assert.equal(spec.network, 'none');
  });

  it('holds the name that a build of the same volume holds', () => {
    assert.equal(testContainer(build, request, what, share).name, 'v-build');
  });

  it('is a copy of the build for a test at the top of the tree', () => {
    const spec = testContainer(build, request, { ...what, folders: [''] }, share);
    assert.deepEqual(spec.mounts?.[0], { volume: undefined, path: '/t' });
    assert.deepEqual(spec.tmpfs, []);
  });

  it("runs as many tests at once as it is told, else as the machine's share allows", () => {
    const jobs = (count: number, tests: readonly string[]) =>
      testContainer(build, { ...request, jobs: count }, { ...what, tests }, share).command[2];
    const many = Array.from({ length: 20 }, (_, index) => `ext/x/tests/${index}.phpt`);
    assert.equal(jobs(0, many), '3');
    assert.equal(jobs(8, many), '8');
    assert.equal(jobs(8, ['ext/x/tests/a.phpt']), '1');
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
    const files = testFiles('#!/bin/sh', 'C:\\php', what);
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
