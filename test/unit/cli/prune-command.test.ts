import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CommandContext } from '../../../src/cli/context.ts';
import { pruneApply, pruneDryRun, prunePlan } from '../../../src/cli/prune-command.ts';
import type { PlanRequest } from '../../../src/core/prune/plan.ts';
import { type PrunePlan, parsePlanFile, planFile } from '../../../src/core/prune/plan-model.ts';
import type { PruneReceipt } from '../../../src/core/prune/receipt.ts';
import { type PruneRules, usualRule } from '../../../src/core/prune/rule.ts';
import { containerId, ownImage, planOf } from '../../support/prune.ts';
import { container } from '../../support/resources.ts';

const plan = planOf({
  lists: {
    images: [ownImage('lost')],
    containers: [container(containerId('c'), { name: 'busy\u001b[31m' })],
  },
});
const receipt: PruneReceipt = {
  engine: plan.engine,
  rule: 'usual',
  startedAtMs: 0,
  finishedAtMs: 1,
  items: [
    {
      ...{ kind: 'container', id: containerId('c'), name: 'c', outcome: 'removed', reason: 'it has ended' },
      ...{ bytes: 5, steps: [], log: '/logs/c.log' },
    },
  ],
  freedBytes: 5,
  failure: undefined,
};

/** A context whose services plan and apply the above, and what was asked of them and printed. */
function stage(pruneRules: PruneRules = {}, made = receipt) {
  const asked: { plans: PlanRequest[]; applied: PrunePlan[]; logs: unknown[]; exitCodes: number[] } = {
    ...{ plans: [], applied: [], logs: [], exitCodes: [] },
  };
  const printed: { value: unknown; text: string }[] = [];
  const services = {
    planPrune: async (request: PlanRequest) => {
      asked.plans.push(request);
      return plan;
    },
    applyPrune: async (given: PrunePlan, { logs }: { logs: unknown }) => {
      asked.applied.push(given);
      asked.logs.push(logs);
      return made;
    },
  };
  const context = {
    services,
    settings: { pruneRules },
    progress: { report: () => {}, tail: () => [] },
    signal: new AbortController().signal,
    print: (value: unknown, text: () => string) => void printed.push({ value, text: text() }),
    exitWith: (code: number) => void asked.exitCodes.push(code),
  };
  // Commands use no more of it than is here.
  return { context: context as unknown as CommandContext, asked, printed };
}

const usual = { rule: undefined, graceMinutes: undefined, all: false };

describe('prune on the command line', () => {
  it('shows what would go by the usual rule, and with --all what stays', async () => {
    const { context, asked, printed } = stage();
    await pruneDryRun(context, usual);
    await pruneDryRun(context, { ...usual, all: true });
    assert.deepEqual(asked.plans[0], { ruleName: 'usual', rule: usualRule, only: undefined });
    assert.match(printed[0]?.text ?? '', /remove +image.*1 of 2 objects.*Nothing was removed\.\n$/s);
    assert.ok(!printed[0]?.text.includes('it is running'));
    assert.match(printed[1]?.text ?? '', /keep +container +busy \[31m .*it is running/);
    assert.equal(printed[0]?.value, plan);
  });

  it('takes a saved rule by its name, and a time since the end of containers instead of its own', async () => {
    const { context, asked } = stage({ weekly: { ...usualRule, olderThanDays: 7 } });
    await pruneDryRun(context, { ...usual, rule: 'weekly', graceMinutes: 90 });
    assert.deepEqual(asked.plans[0], {
      ruleName: 'weekly',
      rule: { ...usualRule, olderThanDays: 7, deadLongerThanHours: 1.5 },
      only: undefined,
    });
  });

  for (const name of ['daily', 'toString', '__proto__']) {
    it(`knows no rule "${name}" and names those that there are`, async () => {
      const { context } = stage({ weekly: usualRule });
      await assert.rejects(pruneDryRun(context, { ...usual, rule: name }), {
        reason: 'invalid-setting',
        message: new RegExp(`there is no rule "${name}"; there are usual, weekly\\.`),
      });
    });
  }

  it('writes a plan that can be applied, and says how', async () => {
    const { context, printed } = stage();
    const files = new Map<string, string>();
    const writeFile = async (path: string, content: string) => void files.set(path, content);
    await prunePlan(context, { ...usual, out: '/tmp/p.json', writeFile });
    assert.deepEqual(planFile(parsePlanFile(files.get('/tmp/p.json') ?? '', 'x')), planFile(plan));
    assert.match(printed[0]?.text ?? '', /php-source-bench prune --apply \/tmp\/p\.json\n$/);
    await prunePlan(context, { ...usual, out: undefined, writeFile });
    assert.equal(printed[1]?.text, planFile(plan));
    assert.equal(files.size, 1);
  });

  it('applies a plan from a file, keeps logs where it is told, and prints the receipt', async () => {
    const { context, asked, printed } = stage();
    const readText = async () => planFile(plan);
    await pruneApply(context, { file: 'p.json', keepLogs: '/logs', readText });
    assert.equal(planFile(asked.applied[0] ?? plan), planFile(plan));
    assert.deepEqual(asked.logs, ['/logs']);
    assert.match(printed[0]?.text ?? '', /removed +container +c +5 B +it has ended; its log: \/logs\/c\.log/);
    assert.match(printed[0]?.text ?? '', /1 removed; 5 B are free again\.\n$/);
    assert.deepEqual(asked.exitCodes, []);
  });

  it('prints the receipt and ends with the code of what ended the prune', async () => {
    const failure = { reason: 'engine-unreachable', message: 'No Docker engine answers.' } as const;
    const { context, asked, printed } = stage({}, { ...receipt, failure });
    await pruneApply(context, { file: 'p.json', keepLogs: undefined, readText: async () => planFile(plan) });
    assert.equal(printed.length, 1);
    assert.deepEqual(asked.exitCodes, [3]);
  });

  it('applies nothing of a file that is no plan', async () => {
    const { context, asked } = stage();
    await assert.rejects(
      pruneApply(context, { file: 'p.json', keepLogs: undefined, readText: async () => '{}' }),
      { reason: 'prune-plan-unusable' },
    );
    assert.deepEqual(asked.applied, []);
  });
});
