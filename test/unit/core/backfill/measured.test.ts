import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runsByCommit, runsOfMeasurement } from '../../../../src/core/backfill/measured.ts';
import { measuring, runRecordOf } from '../../../support/backfill-data.ts';
import { commitOf } from '../../../support/commit-line.ts';

const wanted = { ...measuring, machineId: 'machine-1', platform: 'linux/amd64' } as const;

describe('what is measured already', () => {
  it('is a complete run of the same machine, suite, platform and configuration', () => {
    assert.equal(runsOfMeasurement([runRecordOf(1)], wanted).length, 1);
    const { build, machine } = runRecordOf(1);
    const others = [
      runRecordOf(1, { status: 'incomplete' }),
      runRecordOf(1, { status: 'running' }),
      runRecordOf(1, { machine: { ...machine, id: 'machine-2' } }),
      runRecordOf(1, { suite: 'Zend/micro_bench.php' }),
      runRecordOf(1, { variant: { name: 'jit', ini: {} } }),
      runRecordOf(1, { variant: { name: 'default', ini: { memory_limit: '1G' } } }),
      runRecordOf(1, { role: 'control' }),
      runRecordOf(1, { branch: 'master' }),
      ...[
        { dirty: true },
        { platform: 'linux/ppc64le' as const },
        { configureFlags: ['--disable-all', '--enable-cli'] },
        { configureFlags: [] },
        { phpVersion: 'unknown' },
      ].map((more) => runRecordOf(1, { build: { ...build, ...more } })),
    ];
    assert.deepEqual(runsOfMeasurement(others, wanted), []);
  });

  it('is of the branch whose series it is for', () => {
    const ofBranch = { ...wanted, branch: 'master' };
    assert.equal(runsOfMeasurement([runRecordOf(1, { branch: 'master' })], ofBranch).length, 1);
    assert.equal(runsOfMeasurement([runRecordOf(1)], ofBranch).length, 0);
  });

  it('knows the settings of a variant in any order, with those of its suite', () => {
    const suite = { ...measuring.suite, ini: { memory_limit: '1G' } };
    const variant = { name: 'own', ini: { precision: '17' } };
    const run = runRecordOf(1, {
      variant: { name: 'own', ini: { precision: '17', memory_limit: '1G' } },
    });
    assert.equal(runsOfMeasurement([run], { ...wanted, suite, variant }).length, 1);
  });

  it('is the newest run of each commit, and none of a release tree', () => {
    const runs = [
      runRecordOf(1, { id: 'newer', startedAtMs: 20 }),
      runRecordOf(1, { id: 'older', startedAtMs: 10 }),
      runRecordOf(2, { build: { ...runRecordOf(2).build, commit: undefined } }),
    ];
    assert.deepEqual([...runsByCommit(runs)], [[commitOf(1).sha, 'newer']]);
  });
});
