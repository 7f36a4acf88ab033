import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseFromPanel, parseToPanel } from '../../../src/shared/panel-messages.ts';
import { parsePanelState } from '../../../src/shared/panel-state.ts';
import { parsePanelTexts } from '../../../src/shared/panel-texts.ts';

const series = {
  id: 1,
  times: [1, 2],
  medians: [1, 2],
  minima: [1, 2],
  maxima: [1, 2],
  sampleCounts: [1, 2],
  movingAverage: [null, 2],
  commits: ['', 'a'],
  subjects: ['', 'b'],
  phpVersions: ['8', '8'],
  dirty: [false, true],
  levels: [1, null],
  changes: [
    {
      index: 1,
      earliest: 1,
      latest: 1,
      relative: 0.5,
      before: 1,
      after: 1.5,
      confidence: 0.9,
      cause: 'code',
    },
  ],
  spikes: [{ index: 0, relative: 0.2 }],
};

const lists = ['id', 'changes', 'spikes'];

describe('messages from the panel', () => {
  it('are taken when they are ours', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'refresh' },
      { type: 'run-benchmark' },
      { type: 'select', seriesId: 3 },
    ]) {
      assert.deepEqual(parseFromPanel(message), message);
    }
  });

  it('are dropped when they are not', () => {
    for (const data of [
      undefined,
      'ready',
      { type: 'other' },
      { type: 'ready', more: 1 },
      { type: 'select' },
      { type: 'select', seriesId: 1.5 },
      { type: 'select', seriesId: '1' },
    ]) {
      assert.equal(parseFromPanel(data), undefined);
    }
  });
});

describe('messages to the panel', () => {
  it('carry a series whose columns are equally long', () => {
    assert.deepEqual(parseToPanel({ type: 'series', series }), { type: 'series', series });
    for (const column of Object.keys(series).filter((name) => !lists.includes(name))) {
      assert.equal(parseToPanel({ type: 'series', series: { ...series, [column]: [] } }), undefined, column);
    }
  });

  it('carry no change and no spike beyond the series', () => {
    const [change] = series.changes;
    for (const beyond of [{ index: 2 }, { earliest: -1 }, { latest: 2 }, { index: 0.5 }]) {
      const changes = [{ ...change, ...beyond }];
      assert.equal(parseToPanel({ type: 'series', series: { ...series, changes } }), undefined);
    }
    const spikes = [{ index: 2, relative: 0.2 }];
    assert.equal(parseToPanel({ type: 'series', series: { ...series, spikes } }), undefined);
    assert.ok(parseToPanel({ type: 'series', series: { ...series, changes: [], spikes: [] } }));
  });

  it('carry nothing in a column that does not belong there', () => {
    // biome-ignore lint/suspicious/noSparseArray: a message may have a hole
    const hole = [1, ,];
    for (const column of [
      { medians: [1, null] },
      { medians: [1, Number.NaN] },
      { medians: hole },
      { medians: 'ab' },
      { movingAverage: [undefined, 2] },
      { commits: ['', 1] },
      { subjects: ['', 'x'.repeat(10_001)] },
      { dirty: [true, 1] },
    ]) {
      const message = { type: 'series', series: { ...series, ...column } };
      assert.equal(parseToPanel(message), undefined, JSON.stringify(column).slice(0, 40));
    }
  });
});

it('nothing that comes in makes a guard throw', () => {
  fc.assert(
    fc.property(fc.anything(), (data) => {
      parseFromPanel(data);
      parseToPanel(data);
      parsePanelState(data);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (json) => {
      assert.equal(parsePanelTexts(json), undefined);
    }),
  );
});

it('a state is taken when it names a series', () => {
  assert.deepEqual(parsePanelState({ seriesId: 4 }), { seriesId: 4 });
  assert.equal(parsePanelState({ seriesId: 'x' }), undefined);
});
