import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { machineShare } from '../../../../src/core/machine/machine-share.ts';

const unlimited = { cpus: undefined, memoryBytes: undefined, pidsLimit: undefined };

describe("a container's share of the machine", () => {
  it('is all of it where the profile says nothing', () => {
    assert.deepEqual(machineShare({ engine: { cpuCount: 4 }, profile: unlimited }), { jobs: 4, limits: {} });
  });

  it('is what the profile leaves, with a job for each whole CPU and at least one', () => {
    const jobs = (cpus: number) =>
      machineShare({ engine: { cpuCount: 4 }, profile: { ...unlimited, cpus } }).jobs;
    assert.deepEqual([0.5, 1.9, 3, 64].map(jobs), [1, 1, 3, 4]);
    const profile = { cpus: 2, memoryBytes: 5, pidsLimit: 6 };
    assert.deepEqual(machineShare({ engine: { cpuCount: 4 }, profile }).limits, profile);
  });
});
