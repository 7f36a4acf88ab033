import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CommandContext } from '../../../src/cli/context.ts';
import { doctorCommand } from '../../../src/cli/doctor-command.ts';
import type { CheckState, Finding } from '../../../src/core/doctor/model.ts';

/** What the command prints and its exit code, for one check that came to this. */
async function run(state: CheckState, more: Partial<Finding> = {}) {
  const finding: Finding = {
    ...{ check: 'disk', title: 'Disk', state, sentence: 'It\u001b[31m is full.', action: '' },
    ...{ reason: undefined, command: undefined, ...more },
  };
  const checkup = { startedAtMs: 0, engine: undefined, findings: [finding] };
  const end = { code: 0, value: undefined as unknown, text: '' };
  const context = {
    services: { checkUp: () => Promise.resolve(checkup) },
    progress: { report: () => {} },
    signal: new AbortController().signal,
    print: (value: unknown, text: () => string) => Object.assign(end, { value, text: text() }),
    exitWith: (code: number) => Object.assign(end, { code }),
  };
  await doctorCommand(context as unknown as CommandContext);
  return { ...end, checkup };
}

describe('doctor', () => {
  it('ends with 3 only if a check failed', async () => {
    assert.equal((await run('failed')).code, 3);
    for (const state of ['passed', 'warning', 'not checked'] as const) {
      assert.equal((await run(state)).code, 0);
    }
  });

  it('prints each finding with what to do, safe for a terminal, and all of it as JSON', async () => {
    const { text, value, checkup } = await run('failed', { action: 'Prune.', command: 'sudo true' });
    assert.match(
      text,
      /^✗ failed {2}Disk: It \[31m is full\.\n {4}Prune\.\n {4}\$ sudo true\n\n1 failed\.\n$/,
    );
    assert.equal(value, checkup);
  });
});
