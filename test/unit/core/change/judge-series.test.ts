import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type JudgedSeries, judgeSeries } from '../../../../src/core/change/judge-series.ts';
import type { SeriesColumns, SeriesRow } from '../../../../src/core/model/bench.ts';
import { noisyLevels, normalNumbers } from '../../../support/random-numbers.ts';
import { commitOf, nightMs, seriesColumns, seriesReader, seriesRow } from '../../../support/series-data.ts';

const place = 30;
const count = 60;
const stepped = (after: number, seed = 8) =>
  noisyLevels(
    seed,
    [
      [100, place],
      [after, count - place],
    ],
    0.001,
  );
const steady = noisyLevels(7, [[50, count]], 0.001);
const subject = seriesRow(1);
const control = seriesRow(2, { role: 'control', branch: 'd5f6e56610' });

/** Judges the first of these series. */
function judged(...series: readonly (readonly [SeriesRow, SeriesColumns])[]): JudgedSeries {
  const found = judgeSeries(seriesReader(series), series[0]?.[0].id ?? 0);
  return found ?? assert.fail('there is no such series');
}

/** The cause of the only change, and the facts. */
function only({ changes }: JudgedSeries): { cause: string; facts: readonly string[] } {
  assert.equal(changes.length, 1);
  const { cause, evidence } = changes[0]?.verdict ?? assert.fail();
  return { cause, facts: evidence.map(({ fact }) => fact) };
}

describe('the changes of a series of a history', () => {
  it('have their commits, the night and how sure the place is', () => {
    const { changes, found } = judged([subject, seriesColumns(stepped(103))]);
    const [change] = changes;
    assert.ok(change !== undefined && changes.length === 1);
    assert.equal(change.verdict.cause, 'code');
    assert.equal(change.relative.toFixed(2), '0.03');
    const { point, range } = change;
    assert.deepEqual(
      [point.commit, point.runId, point.atMs, point.subject],
      [commitOf(place), `run-${place}`, nightMs(place), `Change ${place}`],
    );
    assert.ok(range[0].index < place && range[1].index >= place);
    assert.equal(range[1].commit, commitOf(range[1].index));
    assert.equal(found.stretches.length, 2);
  });

  it('are of the environment if the control of that machine moved in the same nights', () => {
    const columns = seriesColumns(stepped(103, 3), {}, 'control');
    const late = columns.timesMs.map((timeMs) => timeMs + 3_600_000);
    const { cause, facts } = only(
      judged([subject, seriesColumns(stepped(103))], [control, { ...columns, timesMs: late }]),
    );
    assert.equal(cause, 'environment');
    assert.ok(facts.includes('control-moved'));
  });

  it('are not judged by a control of another machine, suite, benchmark, metric or time', () => {
    const columns = seriesColumns(stepped(103, 3), {}, 'control');
    const others: readonly Partial<SeriesRow>[] = [
      { machine: { id: 'machine-2', name: 'box' } },
      { suite: 'another' },
      { benchmark: 'mandel()' },
      { metric: 'wall' },
      { configuration: 'debug' },
    ];
    for (const other of others) {
      const all = judged([subject, seriesColumns(stepped(103))], [{ ...control, ...other }, columns]);
      assert.deepEqual(only(all).cause, 'code', JSON.stringify(other));
    }
    const years = columns.timesMs.map((timeMs) => timeMs + 1000 * 86_400_000);
    const old = judged([subject, seriesColumns(stepped(103))], [control, { ...columns, timesMs: years }]);
    assert.equal(only(old).cause, 'code');
  });

  it('are judged by the control of another variant where theirs has none', () => {
    const jit = seriesRow(1, { variant: { name: 'jit', ini: { 'opcache.jit': 'tracing' } } });
    const moved = [control, seriesColumns(stepped(103, 3), {}, 'control')] as const;
    assert.equal(only(judged([jit, seriesColumns(stepped(103))], moved)).cause, 'environment');
    const own = [{ ...control, id: 3, variant: jit.variant }, seriesColumns(steady, {}, 'own')] as const;
    assert.equal(only(judged([jit, seriesColumns(stepped(103))], moved, own)).cause, 'code');
  });

  it('are found in the series divided by its control, and so is the commit that was measured again', () => {
    const normal = normalNumbers(4);
    const machine = steady.map(() => Math.exp(0.04 * normal()));
    const onMachine = (values: readonly number[]) =>
      values.map((value, index) => value * (machine[index] ?? Number.NaN));
    const levels = stepped(101.5, 8);
    const beside = [control, seriesColumns(onMachine(steady), {}, 'control')] as const;
    const measured = [subject, seriesColumns(onMachine(levels))] as const;
    assert.deepEqual(judged(measured).changes, []);
    assert.equal(only(judged(measured, beside)).cause, 'code');
    const again = seriesRow(3, { role: 'repeat' });
    const commits = levels.map((_, index) => commitOf(index - 1));
    const repeatOf = (values: readonly number[]) =>
      [again, seriesColumns(onMachine(values), { commits }, 'again')] as const;
    const moved = only(judged(measured, beside, repeatOf(stepped(101.5, 9))));
    assert.deepEqual([moved.cause, moved.facts.includes('remeasured-moved')], ['harness', true]);
    const before = levels.map((value, index) => levels[index - 1] ?? value);
    assert.equal(only(judged(measured, beside, repeatOf(before))).cause, 'code');
  });

  it('are of the harness if the commits of the nights before moved when they were measured again', () => {
    const values = stepped(103);
    const again = seriesRow(3, { role: 'repeat' });
    const commits = values.map((_, index) => commitOf(index - 1).slice(0, 10));
    const same = seriesColumns(stepped(103), { commits }, 'again');
    assert.equal(only(judged([subject, seriesColumns(values)], [again, same])).cause, 'harness');
    const others = seriesColumns(stepped(103), {}, 'again');
    assert.equal(only(judged([subject, seriesColumns(values)], [again, others])).cause, 'code');
  });

  it('are of the harness if one commit only was measured there, but not if its tree had changes', () => {
    const commits = steady.map(() => commitOf(0));
    assert.equal(only(judged([subject, seriesColumns(stepped(103), { commits })])).cause, 'harness');
    const dirty = steady.map((_, index) => index >= place);
    assert.equal(only(judged([subject, seriesColumns(stepped(103), { commits, dirty })])).cause, 'code');
  });

  it('are of the environment if its number changed there and nothing else is known', () => {
    const environments = steady.map((_, index) => (index < place ? 4 : 5));
    assert.equal(only(judged([subject, seriesColumns(stepped(103), { environments })])).cause, 'environment');
  });

  it('count the instructions of the same runs, whenever those started', () => {
    const instructions = seriesRow(4, { metric: 'instructions', unit: 'instructions' });
    const columns = seriesColumns(
      steady.map((_, index) => (index < place ? 1_000_000 : 1_020_000)),
      { timesMs: steady.map((_, index) => index) },
    );
    const small = only(judged([subject, seriesColumns(stepped(100.6))], [instructions, columns]));
    assert.deepEqual(small, {
      cause: 'code',
      facts: ['environment-same', 'instructions-moved', 'below-layout-limit'],
    });
    assert.equal(only(judged([subject, seriesColumns(stepped(100.6))])).cause, 'layout-only');
  });

  it('of the memory or the instructions themselves are never layout only', () => {
    for (const unit of ['bytes', 'instructions'] as const) {
      const own = seriesRow(1, { metric: 'x', unit });
      assert.equal(only(judged([own, seriesColumns(stepped(100.6))])).cause, 'code');
    }
  });

  it('do not come from excluded points, here or in what was measured beside it', () => {
    const medians = [...steady];
    medians[place] = 80;
    medians[place + 1] = 0;
    const excluded = medians.map((_, index) => (index === place ? 'a cron job' : ''));
    assert.deepEqual(judged([subject, seriesColumns(medians, { excluded })]).changes, []);
    const spike = judged([subject, seriesColumns(medians)]).changes;
    assert.deepEqual(
      spike.map(({ verdict, point }) => [verdict.cause, point.index]),
      [['spike', place]],
    );
  });
});

it('a series that is not in the history is told as such', () => {
  assert.equal(judgeSeries(seriesReader([]), 7), undefined);
});
