import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { BenchResult, BenchSummary } from '../../../src/core/bench/request.ts';
import type { BuildResult } from '../../../src/core/model/build.ts';
import { describeBenchmark, describeBuild, describeCopy } from '../../../src/host/describe-result.ts';
import { english } from '../../support/translate.ts';

const build: BuildResult = {
  key: 'k',
  phpVersion: '8.2.32',
  source: { id: 'files:x', commit: undefined, dirty: false },
  platform: 'linux/amd64',
  toolchainKey: 't',
  toolchainImage: 'i',
  configureFlags: [],
  image: undefined,
  volume: 'v',
  treeRoot: '/php',
  outcome: 'built',
  durationMs: 12_340,
  filesSent: 1,
};
const commit = { sha: '0123456789abcdef', subject: 's', author: 'a', committedAtMs: 0 };

function summary(benchmark: string, metric: string, median: number): BenchSummary {
  return { benchmark, metric, unit: 'ms', median, minimum: 0, maximum: 0, count: 10 };
}

function result(summaries: readonly BenchSummary[]): BenchResult {
  return {
    runId: 'r',
    suite: 'Zend/bench.php',
    variant: 'default',
    status: 'complete',
    build,
    summaries,
    iterations: 10,
    viaCollector: 10,
    remarks: [],
    durationMs: 1,
  };
}

describe('the sentence on a build', () => {
  it('names version and time', () => {
    assert.equal(describeBuild(build, english), 'PHP 8.2.32 built in 12.3 s.');
  });

  it('names the commit, and that the tree differs from it', () => {
    const clean = { ...build, source: { id: 'git:x', commit, dirty: false } };
    assert.equal(describeBuild(clean, english), 'PHP 8.2.32 (0123456789) built in 12.3 s.');
    const dirty = { ...build, source: { id: undefined, commit, dirty: true } };
    assert.equal(describeBuild(dirty, english), 'PHP 8.2.32 (0123456789, changed) built in 12.3 s.');
  });

  it('says that nothing had to be done', () => {
    assert.equal(
      describeBuild({ ...build, outcome: 'up-to-date' }, english),
      'PHP 8.2.32 is up to date: nothing changed since it was built.',
    );
  });

  it('says that it came from the cache', () => {
    assert.equal(
      describeBuild({ ...build, outcome: 'cached' }, english),
      'PHP 8.2.32 was built before and is taken from the cache.',
    );
  });
});

describe('the sentence on a benchmark', () => {
  it('gives the total, wherever it is in the list', () => {
    const summaries = [summary('mandel()', 'time', 5), summary('Total', 'time', 351.21)];
    assert.equal(
      describeBenchmark(result(summaries), english),
      'Zend/bench.php on PHP 8.2.32: median 351.2 ms of 10 iterations.',
    );
  });

  it('names a variant, and gives the total of several scripts', () => {
    const summaries = [summary('a.php', 'wall', 5), summary('Total', 'wall', 20)];
    assert.equal(
      describeBenchmark({ ...result(summaries), suite: 'mine', variant: 'jit' }, english),
      'mine (jit) on PHP 8.2.32: median 20.0 ms of 10 iterations.',
    );
  });

  it('gives the wall time of a suite that prints no total', () => {
    const summaries = [summary('a', 'time', 5), summary('process', 'wall', 20)];
    assert.match(describeBenchmark(result(summaries), english), /median 20\.0 ms of 10 iterations\.$/);
  });

  it('says when there is less than was planned, or nothing', () => {
    const incomplete = {
      ...result([summary('Total', 'time', 5)]),
      status: 'incomplete',
      iterations: 3,
    } as const;
    assert.match(describeBenchmark(incomplete, english), /of 3 iterations only\.$/);
    assert.match(describeBenchmark(result([]), english), /without a number\.$/);
  });
});

describe('the sentence on a copied interpreter', () => {
  const copied = { path: '/home/me/php', sizeBytes: 1, phpVersion: '8.2.32' };

  it('names what it needs where it runs', () => {
    const needs = { glibc: '2.34', libraries: ['libcrypt.so.1', 'libedit.so.2'] };
    assert.equal(
      describeCopy({ ...copied, needs }, english),
      'PHP 8.2.32 is copied to /home/me/php. Where it runs it needs glibc 2.34 or newer, libcrypt.so.1, libedit.so.2.',
    );
  });

  it('says so when that is nothing', () => {
    const needs = { glibc: undefined, libraries: [] };
    assert.match(describeCopy({ ...copied, needs }, english), /It needs no shared library\.$/);
  });
});
