import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { errors } from '../../../../src/core/errors.ts';
import { type PlanDeps, readPrunePlan } from '../../../../src/core/prune/read-plan.ts';
import { type PruneRule, usualRule } from '../../../../src/core/prune/rule.ts';
import { containerId, dayMs, imageId, nowMs, ownDead, ownImage } from '../../../support/prune.ts';
import { container, engineInfo, image } from '../../../support/resources.ts';

const { signal } = new AbortController();
const key = '0123456789abcdef';
const build = ownImage('b', {
  references: [`php-source-bench/build:8.4-${key}`],
  createdAtMs: nowMs - 90 * dayMs,
});

/** What a plan says of an engine with some objects, and what it was asked for. */
async function plan(rule: Partial<PruneRule>, more: Partial<PlanDeps['engine']> = {}) {
  const asked: string[] = [];
  const containers = [
    ...Array.from({ length: 40 }, (_, index) => ownDead(`over${index}`)),
    container(containerId('runs'), { name: 'runs' }),
  ];
  const engine: PlanDeps['engine'] = {
    describe: async () => engineInfo,
    listImagesAndSteps: async () => [build, image('sha256:x', { references: ['other:1'] })],
    listContainers: async () => containers,
    listVolumes: async () => [],
    listNetworks: async () => [],
    diskUsage: () => Promise.reject(errors.engineFailed('add up', 'a layer is gone.')),
    lookAtContainer: async (id) => {
      asked.push(id);
      const isGone = id === containerId('over7');
      return isGone
        ? undefined
        : { state: 'exited', exitCode: 0, outOfMemory: false, error: '', finishedAtMs: nowMs - dayMs };
    },
    ...more,
  };
  const lastUses = async () => {
    asked.push('runs');
    return new Map([[key, nowMs - 50 * dayMs]]);
  };
  const request = { ruleName: 'r', rule: { ...usualRule, ...rule }, only: undefined };
  const made = await readPrunePlan({ engine, machine: { nowMs: () => nowMs }, lastUses }, request, signal);
  return { made, asked };
}

describe('reading what a prune plan needs', () => {
  it('looks once at each container that is over, and at no other', async () => {
    const { made, asked } = await plan({});
    assert.equal(asked.length, 40);
    assert.ok(!asked.includes(containerId('runs')));
    const ticked = made.items.filter(({ remove }) => remove);
    assert.equal(ticked.length, 39);
    assert.equal(made.items.find(({ name }) => name === 'over7')?.reason, 'when it ended is not known');
  });

  it('makes a plan without sizes for an engine that cannot add them up', async () => {
    const { made } = await plan({});
    assert.ok(made.items.every(({ bytes }) => bytes === undefined));
    assert.equal(made.madeAtMs, nowMs);
  });

  it('asks the history when builds were measured only if the rule wants to know', async () => {
    const used = (days: number) => plan({ onlyDangling: false, unusedForDays: days });
    assert.ok(!(await plan({})).asked.includes('runs'));
    const { made, asked } = await used(50);
    assert.ok(asked.includes('runs'));
    assert.equal(made.items.find(({ id }) => id === imageId('b'))?.remove, true);
    const later = (await used(51)).made.items.find(({ id }) => id === imageId('b'));
    assert.equal(later?.reason, 'it was used within the last 51 days');
  });

  it('fails when the engine goes away meanwhile', async () => {
    const gone = () => Promise.reject(errors.engineUnreachable('x'));
    await assert.rejects(plan({}, { diskUsage: gone }), { reason: 'engine-unreachable' });
    await assert.rejects(plan({}, { lookAtContainer: gone }), { reason: 'engine-unreachable' });
  });
});
