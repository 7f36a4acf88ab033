import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runsByCommit, runsOfMeasurement } from '../../../../src/core/backfill/measured.ts';
import { measuring, runRowOf } from '../../../support/backfill-data.ts';
import { commitOf } from '../../../support/commit-line.ts';

const wanted = { ...measuring, machineId: 'machine-1', platform: 'linux/amd64' } as const;

describe('what is measured already', () => {
  it('is a complete run of the same machine, suite, platform and configuration', () => {
    assert.equal(runsOfMeasurement([runRowOf(1)], wanted).length, 1);
    const others = [
      runRowOf(1, { status: 'incomplete' }),
      runRowOf(1, { status: 'running' }),
      runRowOf(1, { dirty: true }),
      runRowOf(1, { machineId: 'machine-2' }),
      runRowOf(1, { suite: 'Zend/micro_bench.php' }),
      runRowOf(1, { variant: 'jit' }),
      runRowOf(1, { platform: 'linux/ppc64le' }),
      runRowOf(1, { configureFlags: ['--disable-all', '--enable-cli'] }),
      runRowOf(1, { configureFlags: [] }),
      runRowOf(1, { phpVersion: 'unknown' }),
    ];
    assert.deepEqual(runsOfMeasurement(others, wanted), []);
  });

  it('is the newest run of each commit, and none of a release tree', () => {
    const runs = [
      runRowOf(1, { id: 'newer', startedAtMs: 20 }),
      runRowOf(1, { id: 'older', startedAtMs: 10 }),
      runRowOf(2, { commit: undefined }),
    ];
    assert.deepEqual([...runsByCommit(runs)], [[commitOf(1).sha, 'newer']]);
  });
});
