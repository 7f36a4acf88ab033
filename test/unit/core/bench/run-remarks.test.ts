import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { busyRemark, runRemarks } from '../../../../src/core/bench/run-remarks.ts';

const quiet = { cpuCount: 2, otherCpus: 0.2, loadBefore: 9, loadAfter: 9 };

describe('a remark on a busy machine', () => {
  it('needs others to use more than a quarter of a CPU, and a tenth of all, whatever the load average', () => {
    assert.equal(busyRemark(quiet), undefined);
    assert.equal(busyRemark({ ...quiet, otherCpus: undefined }), undefined);
    assert.equal(
      busyRemark({ ...quiet, otherCpus: 1.26, loadBefore: 3.21, loadAfter: 2.9 }),
      'The machine was busy: others used 1.3 of its 2 CPUs meanwhile (load 3.2 before, 2.9 after).',
    );
    assert.equal(busyRemark({ ...quiet, cpuCount: 64, otherCpus: 6 }), undefined);
    assert.notEqual(busyRemark({ ...quiet, cpuCount: 64, otherCpus: 7 }), undefined);
  });

  it('does without load averages', () => {
    const remark = busyRemark({ cpuCount: 2, otherCpus: 1, loadBefore: undefined, loadAfter: undefined });
    assert.equal(remark, 'The machine was busy: others used 1.0 of its 2 CPUs meanwhile.');
  });
});

describe('the remarks on a run', () => {
  it('say why instructions were not counted', () => {
    const taken = { otherCpus: 0, uncounted: 'Operation not permitted' };
    const [remark, ...others] = runRemarks(taken, quiet);
    assert.equal(remark?.kind, 'not-counted');
    assert.match(remark?.text ?? '', /no counter \(Operation not permitted\)\. Set its .*, or use callgrind/);
    assert.deepEqual(others, []);
    assert.deepEqual(runRemarks({ ...taken, uncounted: undefined }, quiet), []);
  });
});
