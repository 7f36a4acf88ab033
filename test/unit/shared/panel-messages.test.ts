import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';

import { parseFromPanel, parseShownView, parseToPanel } from '../../../src/shared/panel-messages.ts';
import { parsePanelState, usualView } from '../../../src/shared/panel-state.ts';
import { parsePanelTexts } from '../../../src/shared/panel-texts.ts';
import { parseRunContext, runContext } from '../../../src/shared/run-context.ts';
import { packTexts, TextColumn } from '../../../src/shared/text-column.ts';
import { hostileTexts } from '../../support/chart-data.ts';

const runId = '6f9619ff-8b86-4d01-b42d-000000000001';
const view = {
  series: [
    { id: 3, place: null },
    { id: 4, place: 7 },
  ],
  ...{ mode: 'run', reference: { time: 5, commit: 'abc' }, window: 50, logarithmic: true },
  ...{ hiddenLayers: ['range'], range: [1.5, 2], picture: 'aGVsbG8=' },
};

function numbers(...values: readonly number[]): Float64Array<ArrayBuffer> {
  return Float64Array.from(values);
}

const series = {
  id: 1,
  runIds: packTexts([runId, '6f9619ff-8b86-4d01-b42d-000000000002']),
  times: numbers(1, 2),
  medians: numbers(1, 2),
  minima: numbers(1, 2),
  maxima: numbers(1, 2),
  sampleCounts: numbers(1, 2),
  commits: packTexts(['', 'a']),
  subjects: packTexts(['', 'b']),
  authors: packTexts(['', 'c']),
  phpVersions: packTexts(['8', '8']),
  dirty: Uint8Array.of(0, 1),
  excluded: packTexts(['', 'a backup ran']),
  isNew: Uint8Array.of(0, 1),
  newChanges: [1],
  levels: numbers(1, Number.NaN),
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
  control: { commit: 'd5f6e56610', times: numbers(1), medians: numbers(7) },
};

const texts = ['runIds', 'commits', 'subjects', 'authors', 'phpVersions', 'excluded'];
const columns = ['medians', 'minima', 'maxima', 'sampleCounts', 'levels'];

/** A message with this series, or with one that has other parts. */
const message = (parts: object = {}, added: readonly object[] = []) => ({
  type: 'series',
  series: { ...series, ...parts },
  added,
});

describe('messages from the panel', () => {
  it('are taken when they are ours', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'refresh' },
      { type: 'run-benchmark' },
      { type: 'select', seriesId: 3, added: [4, 5] },
      { type: 'add-series' },
      { type: 'seen' },
      { type: 'pointed' },
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
      { type: 'select', seriesId: '1', added: [] },
      { type: 'select', seriesId: 1, added: [1.5] },
      { type: 'select', seriesId: 1, added: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
      { type: 'open-run', seriesId: 3 },
      { type: 'open-run', seriesId: 3, runId: `${runId}"><script>` },
      { type: 'open-run', seriesId: 3, runId: '../../etc/passwd' },
      { type: 'export', view: { ...view, series: [] } },
      { type: 'export', view: { ...view, series: [{ id: 3, place: 8 }] } },
      { type: 'export', view: { ...view, series: [{ id: 3 }] } },
      { type: 'export', view: { ...view, mode: 'other' } },
      { type: 'export', view: { ...view, window: 2 } },
      { type: 'export', view: { ...view, reference: {} } },
      { type: 'export', view: { ...view, hiddenLayers: ['all'] } },
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
  it('carry series whose columns are equally long', () => {
    const read = parseToPanel(message({}, [series]));
    assert.ok(read?.type === 'series');
    assert.deepEqual(read.series.medians, series.medians);
    assert.deepEqual([read.series.subjects.at(0), read.series.subjects.at(1)], ['', 'b']);
    assert.equal(read.added.length, 1);
    for (const column of columns) {
      assert.equal(parseToPanel(message({ [column]: numbers(1) })), undefined, column);
    }
    for (const column of texts) {
      assert.equal(parseToPanel(message({ [column]: packTexts(['a']) })), undefined, column);
    }
    assert.equal(parseToPanel(message({ dirty: Uint8Array.of(1) })), undefined);
  });

  it('lead to a run by its place', () => {
    const pointAt = { type: 'point-at', seriesId: 3, index: 7 };
    assert.deepEqual(parseToPanel(pointAt), pointAt);
    for (const wrong of [{ index: -1 }, { index: 0.5 }, { index: '7' }, { seriesId: 1.5 }]) {
      assert.equal(parseToPanel({ ...pointAt, ...wrong }), undefined);
    }
  });

  it('carry no more series than can be told apart', () => {
    assert.ok(parseToPanel(message({}, Array(8).fill(series))));
    assert.equal(parseToPanel(message({}, Array(9).fill(series))), undefined);
  });

  it('carry no change and no spike beyond the series', () => {
    const [change] = series.changes;
    for (const beyond of [{ index: 2 }, { earliest: -1 }, { latest: 2 }, { index: 0.5 }]) {
      assert.equal(parseToPanel(message({ changes: [{ ...change, ...beyond }] })), undefined);
    }
    assert.equal(parseToPanel(message({ spikes: [{ index: 2, relative: 0.2 }] })), undefined);
    assert.equal(parseToPanel(message({ newChanges: [2] })), undefined);
    assert.ok(parseToPanel(message({ changes: [], spikes: [], newChanges: [], control: null })));
  });

  it('carry nothing in a column that does not belong there', () => {
    for (const column of [
      { medians: [1, 2] },
      { medians: numbers(1, Number.NaN) },
      { medians: 'ab' },
      { levels: [1, null] },
      { commits: ['', 'a'] },
      { subjects: { text: 'ab', ends: Uint32Array.of(1, 3) } },
      { subjects: { text: 'ab', ends: Uint32Array.of(2, 1) } },
      { dirty: [true, false] },
      { isNew: [true, false] },
      { excluded: ['', ''] },
      { control: { commit: '', times: numbers(1, 2), medians: numbers(1) } },
    ]) {
      assert.equal(parseToPanel(message(column)), undefined, JSON.stringify(column).slice(0, 40));
    }
  });
});

it('texts come out of a column as they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (list) => {
      const column = new TextColumn(packTexts(list));
      assert.deepEqual(
        list.map((_, index) => column.at(index)),
        list,
      );
      assert.equal(column.at(list.length), undefined);
      assert.equal(column.at(-1), undefined);
    }),
  );
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

describe('a kept state', () => {
  const view = {
    mode: 'run',
    reference: { time: 5, commit: 'abc' },
    window: 50,
    logarithmic: true,
    zoom: { min: 1, max: 2 },
    hiddenLayers: ['range'],
    hiddenSeries: [9],
  };

  it('is taken when it names a series', () => {
    const state = { seriesId: 4, added: [9], ...view };
    assert.deepEqual(parsePanelState(state), state);
    assert.equal(parsePanelState({ ...state, seriesId: 'x' }), undefined);
  });

  it('of an older version is one that is shown as usual', () => {
    assert.deepEqual(parsePanelState({ seriesId: 4 }), { seriesId: 4, added: [], ...usualView });
  });

  it('loses only the parts that cannot be read', () => {
    const broken = {
      ...{ added: Array(9).fill(1), mode: 'log', reference: {}, window: 51, logarithmic: 1 },
      ...{ zoom: { min: 2, max: 2 }, hiddenLayers: ['all'], hiddenSeries: 'none' },
    };
    for (const [name, value] of Object.entries(broken)) {
      const state = { seriesId: 4, added: [], ...view };
      const usual = { ...usualView, added: [] };
      assert.deepEqual(parsePanelState({ ...state, [name]: value }), {
        ...state,
        [name]: Object.entries(usual).find(([other]) => other === name)?.[1],
      });
    }
  });
});

describe('a message of ours that was tampered with', () => {
  const messages: readonly Readonly<Record<string, unknown>>[] = [
    { type: 'ready' },
    { type: 'select', seriesId: 3, added: [] },
    { type: 'open-run', seriesId: 3, runId },
    { type: 'export', view },
  ];

  it('is dropped, or is still one of ours, with nothing in it that we do not know', () => {
    const known = new Set(['type', 'seriesId', 'added', 'runId', 'view']);
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
        const parsed = parseToPanel(message({ [name]: value }));
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
