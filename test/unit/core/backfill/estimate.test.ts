import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimateRest, estimateText, longDuration } from '../../../../src/core/backfill/estimate.ts';
import type { Plan } from '../../../../src/core/backfill/plan.ts';
import { measuring, planOf, runRecordOf } from '../../../support/backfill-data.ts';

function measured(plan: Plan, ...builds: readonly (number | undefined)[]): Plan {
  const items = plan.items.map((item, index) =>
    index < builds.length
      ? {
          ...item,
          state: { kind: 'measured', runId: 'r', buildMs: builds[index], measureMs: 22_000 } as const,
        }
      : item,
  );
  return { ...plan, items };
}

describe('the estimate of a plan', () => {
  it('is the median build and the median execution, times the commits that wait', () => {
    const plan = measured(planOf(5), 60_000, 100_000, undefined);
    const estimate = estimateRest(plan, [plan], []);
    assert.deepEqual(estimate, {
      commits: 2,
      totalMs: 2 * (80_000 + 22_000),
      buildMs: 80_000,
      builds: 2,
      measureMs: 22_000,
      runs: 3,
    });
    assert.equal(
      estimateText(estimate),
      '2 commits, about 3 min (a build takes 1 min 20 s, the median of 2; measuring 22.0 s, by the median of 3 runs)',
    );
  });

  it('learns builds from plans of the same configuration on the same machine only', () => {
    const plan = planOf(2);
    const alike = measured(planOf(1, { id: 'b' }), 60_000);
    const others = [
      measured(planOf(1, { id: 'c', machine: { id: 'machine-2', name: 'x' } }), 5),
      measured(planOf(1, { id: 'd', measuring: { ...measuring, preset: 'debug' } }), 5),
      measured(planOf(1, { id: 'e', measuring: { ...measuring, configureFlags: [] } }), 5),
    ];
    const estimate = estimateRest(plan, [plan, alike, ...others], []);
    assert.deepEqual([estimate.buildMs, estimate.builds], [60_000, 1]);
  });

  it('takes executions from the history until a plan has measured', () => {
    const plan = planOf(3);
    const estimate = estimateRest(plan, [plan], [runRecordOf(1), runRecordOf(2)]);
    assert.deepEqual([estimate.measureMs, estimate.totalMs], [22_000, 66_000]);
    assert.match(estimateText(estimate), /builds are not counted in, because none was recorded/);
    const unknown = estimateRest(plan, [plan], [runRecordOf(1, { finishedAtMs: undefined })]);
    assert.equal(unknown.totalMs, undefined);
    assert.match(estimateText(unknown), /is not known/);
  });

  it('is nothing for a plan that is done', () => {
    const plan = measured(planOf(1), 5);
    assert.equal(estimateRest(plan, [plan], []).totalMs, 0);
    assert.equal(estimateText(estimateRest(plan, [plan], [])), '0 commits to measure');
  });

  it('is told in minutes, hours or days', () => {
    assert.deepEqual([1, 59 * 60_000, 160 * 60_000, 76 * 3_600_000].map(longDuration), [
      '1 min',
      '59 min',
      '2 h 40 min',
      '3 d 4 h',
    ]);
  });
});
