import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judgeSeries } from '../../../../src/core/change/judge-series.ts';
import { seriesChanges } from '../../../../src/host/panel/series-changes.ts';
import { normal, seeded } from '../../../support/noise.ts';
import { seriesColumns, seriesReader, seriesRow } from '../../../support/series-data.ts';
import { english } from '../../../support/translate.ts';

/** Values around a level that is 5 % higher from `step` on, with a scatter of 0.3 %. */
function stepped(count: number, step: number): number[] {
  const random = seeded(9);
  return Array.from(
    { length: count },
    (_, index) => (index < step ? 100 : 105) * (1 + 0.003 * normal(random)),
  );
}

const none = (count: number) => Array.from({ length: count }, () => '');

function changesOf(medians: readonly number[], excluded = none(medians.length)) {
  const reader = seriesReader([[seriesRow(1), seriesColumns(medians, { excluded })]]);
  return seriesChanges(judgeSeries(reader, 1) ?? assert.fail(), english);
}

describe('the changes of a series', () => {
  it('are where the level moves, with the level on both sides', () => {
    const { changes, levels, spikes } = changesOf(stepped(60, 40));
    assert.equal(changes.length, 1);
    const [change] = changes;
    assert.ok(change && Math.abs(change.index - 40) <= 1);
    assert.ok(change.earliest <= change.index && change.index <= change.latest);
    assert.equal(change.relative.toFixed(2), '0.05');
    assert.equal(change.cause, 'Cause: the code');
    assert.equal(levels[0], change.before);
    assert.equal(levels.at(-1), change.after);
    assert.equal(levels.length, 60);
    assert.deepEqual(spikes, []);
  });

  it('leave out spikes, which are told as such', () => {
    const medians = stepped(60, 60);
    medians[30] = 130;
    const { changes, spikes } = changesOf(medians);
    assert.deepEqual(changes, []);
    assert.deepEqual(
      spikes.map(({ index, relative }) => [index, relative.toFixed(1)]),
      [[30, '0.3']],
    );
  });

  it('do not come from points that a person excluded, or that no time can have', () => {
    const medians = stepped(60, 60);
    medians[30] = 130;
    medians[31] = 0;
    const excluded = none(60).map((_, index) => (index === 30 ? 'a cron job' : ''));
    const { changes, spikes, levels } = changesOf(medians, excluded);
    assert.deepEqual([changes, spikes], [[], []]);
    assert.equal(levels[30], levels[0]);
  });

  it('are none in a series without runs, or of zeros', () => {
    assert.deepEqual(changesOf([]), { changes: [], spikes: [], levels: [] });
    const zeros = changesOf([0, 0]);
    assert.deepEqual(zeros, { changes: [], spikes: [], levels: [null, null] });
  });
});
