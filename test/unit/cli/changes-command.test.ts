import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changesCommand } from '../../../src/cli/changes-command.ts';
import { changesSinceOption } from '../../../src/cli/changes-options.ts';
import type { CommandContext } from '../../../src/cli/context.ts';
import { showCommand } from '../../../src/cli/show-command.ts';
import { causes } from '../../../src/core/change/cause.ts';
import type { ChangeFilter } from '../../../src/core/change/list-changes.ts';
import { noisyLevels } from '../../support/random-numbers.ts';
import { commitOf, seriesColumns, seriesReader, seriesRow } from '../../support/series-data.ts';

const slower = noisyLevels(
  8,
  [
    [100, 30],
    [105, 30],
  ],
  0.001,
);
const hostile = '\u001b]0;owned\u0007evil';

interface Outcome {
  readonly value: unknown;
  readonly text: string;
  readonly exitCode: number;
}

/** Runs a command on a history of one series of these values, in the order of the nights. */
async function run(
  values: readonly number[],
  command: (context: CommandContext) => Promise<void>,
): Promise<Outcome> {
  const reader =
    values.length === 0
      ? seriesReader([])
      : seriesReader([[seriesRow(7, { benchmark: hostile }), seriesColumns(values)]]);
  const printed: Omit<Outcome, 'exitCode'>[] = [];
  let exitCode = 0;
  const context = {
    services: { history: async () => ({ ...reader, path: '/data/history.sqlite' }) },
    print: (value: unknown, text: () => string) => printed.push({ value, text: text() }),
    exitWith: (code: number) => {
      exitCode = code;
    },
  };
  await command(context as unknown as CommandContext);
  assert.equal(printed.length, 1);
  return { ...(printed[0] ?? assert.fail()), exitCode };
}

function changes(values: readonly number[], filter: Partial<ChangeFilter> = {}): Promise<Outcome> {
  return run(values, (context) =>
    changesCommand(context, { seriesIds: [], leastSize: 0, causes, ...filter }),
  );
}

function show(values: readonly number[], series?: number): Promise<Outcome> {
  const options = { series, width: 60, height: 8, paint: (_: string, text: string) => text };
  return run(values, (context) => showCommand(context, options));
}

describe('the command "changes"', () => {
  it('lists what moved with its size, cause and commits, and ends with 9 if something got worse', async () => {
    const { text, value, exitCode } = await changes(slower);
    assert.equal(exitCode, 9);
    assert.match(text, /2026-01-31 +5\.\d+ % slower +99\.9 % +code +\w{10}\.\.\w{10} +7 /);
    assert.match(text, /\n1 change, 1 for the worse\.\n$/);
    const { changes: listed } = value as { changes: readonly Record<string, unknown>[] };
    assert.equal(listed.length, 1);
    const { series, cause, point, range } = listed[0] ?? {};
    assert.deepEqual([series, cause], [7, 'code']);
    assert.equal((point as { commit: string }).commit, commitOf(30));
    assert.deepEqual(Object.keys(range as object), ['after', 'upTo']);
    assert.deepEqual(JSON.parse(JSON.stringify(value)), value);
  });

  it('ends with 0 if nothing moved, or only to the better', async () => {
    const better = await changes([...slower].reverse());
    assert.match(better.text, /% faster .*\n\n1 change, 0 for the worse\.\n$/s);
    assert.equal(better.exitCode, 0);
    const none = await changes(slower, { leastSize: 0.5 });
    assert.deepEqual([none.text, none.exitCode], ['No changes.\n', 0]);
  });

  it('does not know a series or a commit that no run has', async () => {
    await assert.rejects(changes(slower, { seriesIds: [8] }), { reason: 'invalid-setting' });
    const since = { kind: 'commit', hash: '0123456' } as const;
    await assert.rejects(changes(slower, { since }), { reason: 'invalid-setting' });
  });

  it('lets no name reach the terminal with its control characters', async () => {
    for (const { text } of [await changes(slower), await show(slower)]) {
      assert.ok(text.includes('evil'));
      assert.ok(!text.includes('\u001b') && !text.includes('\u0007'));
    }
  });
});

describe('the command "history show"', () => {
  it('draws a series, and lists its changes below', async () => {
    const { text, value, exitCode } = await show(slower, 7);
    assert.match(text, /┤.*─{10,}/s);
    assert.match(text, /▲/);
    assert.match(text, /5\.\d+ % slower +99\.9 % +code/);
    assert.equal(exitCode, 0);
    assert.deepEqual(Object.keys(value as object), ['path', 'series', 'columns', 'stretches', 'changes']);
  });

  it('says so where there is nothing to draw', async () => {
    assert.match((await show([])).text, /^No runs yet in /);
    assert.match((await show([0, 0])).text, /None of its points counts\./);
    assert.match((await show([5, 5])).text, /No change of its level\./);
    await assert.rejects(show(slower, 8), { reason: 'invalid-setting' });
  });
});

describe('the moment since which changes are asked for', () => {
  it('is a commit, a day or a time back', () => {
    assert.deepEqual(changesSinceOption('0123abc'), { kind: 'commit', hash: '0123abc' });
    assert.deepEqual(changesSinceOption('2026-08-01'), { kind: 'time', atMs: Date.UTC(2026, 7, 1) });
    assert.deepEqual(changesSinceOption('2w'), changesSinceOption('14d'));
    const { atMs } = changesSinceOption('36h') as { atMs: number };
    assert.ok(Math.abs(Date.now() - atMs - 36 * 3_600_000) < 3_600_000);
  });

  for (const text of ['', 'yesterday', '7', '7x', '2026-13-01', '0123', 'HEAD', '-1d']) {
    it(`is not "${text}"`, () => {
      assert.throws(() => changesSinceOption(text), { name: 'InvalidArgumentError' });
    });
  }
});
