import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseRows, type Row, type Size } from '../../bench/framework/row.ts';
import { runRows } from '../../bench/framework/run-rows.ts';
import { Shared } from '../../bench/framework/shared.ts';

const onProgress = () => {};

function sizeOf(rounds: number, more: Partial<Size> = {}): Size {
  return { label: '', amount: 7, rounds, warmups: 0, goals: [], ...more };
}

/** A row whose contenders say when it was their turn, and whose set-up and taking down are seen too. */
function fakeRow(more: Partial<Row<string[]>> = {}): Row<string[]> {
  const turn = (log: string[], name: string, value: number) => ({
    name,
    measure: async (round: number) => {
      log.push(`${name}${round}`);
      return value + Math.abs(round);
    },
  });
  return {
    name: 'fake-row',
    title: 'doing nothing',
    unit: 'ms',
    sizes: [sizeOf(2)],
    tinyAmount: 1,
    withTrial: async (log, { amount }, use) => {
      log.push(`up${amount}`);
      try {
        await use({
          ours: turn(log, 'a', 2),
          others: [
            { ...turn(log, 'b', 1), role: 'instead' },
            { ...turn(log, 'c', 4), role: 'limit', every: 2 },
          ],
        });
      } finally {
        log.push('down');
      }
    },
    ...more,
  };
}

function run(
  rows: readonly Row<string[]>[],
  log: string[] = [],
  tiny = false,
  signal = new AbortController().signal,
) {
  return runRows(rows, log, { tiny, signal, onProgress });
}

describe('rows', () => {
  it('are measured in turns: everybody once a round, there and back, after the warm-ups', async () => {
    const log: string[] = [];
    const [result] = await run([fakeRow({ sizes: [sizeOf(3, { warmups: 1 })] })], log);
    const turns = ['b-1', 'a-1', 'a0', 'b0', 'c0', 'b1', 'a1', 'a2', 'b2', 'c2'];
    assert.deepEqual(log, ['up7', ...turns, 'down']);
    assert.equal(result?.kind, 'measured');
  });

  it('keep every value, and compare those of the same round', async () => {
    const [result] = await run([fakeRow()]);
    assert.ok(result?.kind === 'measured');
    assert.deepEqual(
      result.contenders.map(({ name, role, values }) => [name, role, values.map(({ value }) => value)]),
      [
        ['a', 'ours', [2, 3]],
        ['b', 'instead', [1, 2]],
        ['c', 'limit', [4]],
      ],
    );
    assert.deepEqual(
      result.ratios.map(({ to, ratio }) => [to, ratio.count, ratio.median]),
      [
        ['b', 2, 1.75],
        ['c', 1, 0.5],
      ],
    );
  });

  it('are checked at their smallest in one round, against all their goals', async () => {
    const log: string[] = [];
    const goals = [{ kind: 'ratio-at-most', to: 'b', limit: 3 }] as const;
    const sizes = [sizeOf(50, { warmups: 9 }), sizeOf(50, { goals })];
    const [result, ...more] = await run([fakeRow({ sizes })], log, true);
    assert.deepEqual(log, ['up1', 'a0', 'b0', 'c0', 'down']);
    assert.ok(result?.kind === 'measured' && more.length === 0);
    assert.deepEqual(
      result.goals.map(({ met }) => met),
      [true],
    );
  });

  it('that fail say why, and the others go on', async () => {
    const broken = fakeRow({
      withTrial: async () => {
        throw new Error('no make here');
      },
    });
    const nothing = fakeRow({ withTrial: async () => {} });
    const [first, second, third] = await run([broken, nothing, fakeRow()]);
    assert.ok(first?.kind === 'failed' && first.message === 'no make here');
    assert.ok(second?.kind === 'failed' && /never measured/.test(second.message));
    assert.equal(third?.kind, 'measured');
  });

  for (const value of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`refuse ${value} as a figure`, async () => {
      const row = fakeRow({
        withTrial: (_, __, use) => use({ ours: { name: 'a', measure: async () => value }, others: [] }),
      });
      const [result] = await run([row]);
      assert.ok(result?.kind === 'failed' && result.message.includes(`a measured ${value}`));
    });
  }

  it('end at an abort, after taking down what they had set up', async () => {
    const log: string[] = [];
    const controller = new AbortController();
    const stopping = fakeRow({
      withTrial: (context, size, use) =>
        fakeRow().withTrial(context, size, ({ ours, others }) =>
          use({
            ours: {
              ...ours,
              measure: async (round) => {
                controller.abort(new Error('enough'));
                return ours.measure(round);
              },
            },
            others,
          }),
        ),
    });
    await assert.rejects(run([stopping, fakeRow()], log, false, controller.signal), /enough/);
    assert.deepEqual(log, ['up7', 'a0', 'down']);
  });
});

describe('the choice of rows', () => {
  const rows = ['build-first', 'build-header', 'builder', 'tree'].map((name) => fakeRow({ name }));
  const names = (...words: readonly string[]) => chooseRows(rows, words).chosen.map(({ name }) => name);

  it('is all of them, one, or those with the same beginning', () => {
    assert.deepEqual(names(), ['build-first', 'build-header', 'builder', 'tree']);
    assert.deepEqual(names('tree'), ['tree']);
    assert.deepEqual(names('build'), ['build-first', 'build-header']);
  });

  it('tells words that choose nothing', () => {
    assert.deepEqual(chooseRows(rows, ['tre', 'tree']).unknown, ['tre']);
  });
});

describe('what rows share', () => {
  it('is made once, when it is asked for, and ended once', async () => {
    const log: string[] = [];
    const shared = new Shared(
      async () => log.push('made'),
      async () => {
        log.push('ended');
      },
    );
    await Promise.all([shared.get(), shared.get()]);
    await shared.close();
    await shared.close();
    assert.deepEqual(log, ['made', 'ended']);
  });

  it('needs no ending if nobody asked, or if it could not be made', async () => {
    const end = async () => assert.fail('there is nothing to end');
    await new Shared(async () => 1, end).close();
    const broken = new Shared(() => Promise.reject(new Error('no engine')), end);
    await assert.rejects(broken.get(), /no engine/);
    await broken.close();
  });
});
