import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseFromPanel, parseShownView, parseToPanel } from '../../../src/shared/panel-messages.ts';
import { parsePanelState } from '../../../src/shared/panel-state.ts';
import { parsePanelTexts } from '../../../src/shared/panel-texts.ts';
import { parseRunContext, runContext } from '../../../src/shared/run-context.ts';
import { hostileTexts } from '../../support/chart-data.ts';

const series = {
  id: 1,
  runIds: ['6f9619ff-8b86-4d01-b42d-000000000001', '6f9619ff-8b86-4d01-b42d-000000000002'],
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
  excluded: ['', 'a backup ran'],
  isNew: [false, true],
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
  newChanges: [1],
};

const lists = ['id', 'changes', 'spikes', 'newChanges'];
const runId = '6f9619ff-8b86-4d01-b42d-000000000001';
const view = { seriesIds: [3], range: [1.5, 2], picture: 'aGVsbG8=' };

describe('messages from the panel', () => {
  it('are taken when they are ours', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'refresh' },
      { type: 'run-benchmark' },
      { type: 'select', seriesId: 3 },
      { type: 'seen' },
      { type: 'open-run', seriesId: 3, runId },
      { type: 'export', view },
      { type: 'export', view: { ...view, range: null } },
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
      { type: 'open-run', seriesId: 3 },
      { type: 'open-run', seriesId: 3, runId: `${runId}"><script>` },
      { type: 'open-run', seriesId: 3, runId: '../../etc/passwd' },
      { type: 'export', view: { ...view, seriesIds: [] } },
      { type: 'export', view: { ...view, range: [1] } },
      { type: 'export', view: { ...view, range: [1, Number.POSITIVE_INFINITY] } },
      { type: 'export', view: { ...view, picture: 'data:text/html,<script>' } },
      { type: 'export', view: { ...view, path: '/etc/passwd' } },
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
    assert.equal(parseToPanel({ type: 'series', series: { ...series, newChanges: [2] } }), undefined);
    assert.ok(
      parseToPanel({ type: 'series', series: { ...series, changes: [], spikes: [], newChanges: [] } }),
    );
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
      { isNew: [true, null] },
      { excluded: ['', undefined] },
      { runIds: ['', 7] },
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
      parseRunContext(data);
      parseShownView(data);
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

describe('a message of ours that was tampered with', () => {
  const messages: readonly Readonly<Record<string, unknown>>[] = [
    { type: 'ready' },
    { type: 'select', seriesId: 3 },
    { type: 'open-run', seriesId: 3, runId },
    { type: 'export', view },
  ];

  it('is dropped, or is still one of ours, with nothing in it that we do not know', () => {
    const known = new Set(['type', 'seriesId', 'runId', 'view']);
    fc.assert(
      fc.property(
        fc.constantFrom(...messages),
        fc.oneof(fc.constantFrom(...known), fc.string()),
        fc.oneof(fc.anything(), fc.constantFrom(...hostileTexts)),
        (message, name, value) => {
          const parsed = parseFromPanel({ ...message, [name]: value });
          if (parsed !== undefined) {
            assert.ok(Object.keys(parsed).every((key) => known.has(key)));
            assert.ok(parsed.type !== 'open-run' || /^[0-9a-f-]{36}$/.test(parsed.runId));
            assert.ok(!('seriesId' in parsed) || Number.isSafeInteger(parsed.seriesId));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('says nothing to the panel that is not of its kind', () => {
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(series)), fc.anything(), (name, value) => {
        const parsed = parseToPanel({ type: 'series', series: { ...series, [name]: value } });
        if (parsed?.type === 'series') {
          const { times } = parsed.series;
          assert.ok(parsed.series.subjects.length === times.length);
          assert.ok(parsed.series.newChanges.every((at) => at < times.length));
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what the page says of a run to the editor', () => {
  it('comes back as the run, whatever else the editor adds', () => {
    const said: unknown = JSON.parse(
      runContext({ seriesId: 3, runId }, { excluded: true, hasCommit: false }),
    );
    assert.deepEqual(parseRunContext({ ...Object(said), webview: 'x' }), { seriesId: 3, runId });
  });

  it('is no run when it names none', () => {
    for (const data of [undefined, 'x', {}, { seriesId: 1 }, { seriesId: -1, runId }, ...hostileTexts]) {
      assert.equal(parseRunContext(data), undefined);
    }
    for (const text of hostileTexts) {
      assert.equal(parseRunContext({ seriesId: 1, runId: text }), undefined);
    }
  });
});
