import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { usualView, type ViewState } from '../../../src/shared/panel-state.ts';
import { ChartState } from '../../../webview/chart-state.ts';
import { nearestRun, runAfterKey } from '../../../webview/nearest.ts';
import { multiplied, projection, xOf, yOf } from '../../../webview/projection.ts';
import {
  missingSeries,
  type NamedSeries,
  sceneOf,
  shownIndices,
  valueRange,
  visibleSeries,
} from '../../../webview/scene.ts';
import { panelSeries } from '../../support/panel-series.ts';

const hour = 3600;
const all = { min: -hour, max: 5 * hour };
const main: NamedSeries = {
  data: panelSeries(1, [10, 20, 30, 40]),
  label: 'main',
  unit: 'ms',
  place: undefined,
};
const added: NamedSeries = { data: panelSeries(2, [100, 100, 100]), label: 'added', unit: 'ms', place: 0 };
const other: NamedSeries = { data: panelSeries(3, [7e6, 7e6]), label: 'other', unit: 'bytes', place: 1 };

const view = (parts: Partial<ViewState> = {}): ViewState => ({ ...usualView, ...parts });

describe('a scene', () => {
  it('leaves out what a person has hidden and what has another unit, but not where all are ratios', () => {
    const ids = (parts: Partial<ViewState>) =>
      visibleSeries(sceneOf([main, added, other], view(parts))).map(({ data }) => data.id);
    assert.deepEqual(ids({}), [1, 2]);
    assert.deepEqual(ids({ hiddenSeries: [1] }), [2]);
    assert.deepEqual(ids({ mode: 'first' }), [1, 2, 3]);
  });

  it('says which series it cannot draw, and why', () => {
    const labels = (parts: Partial<ViewState>) => {
      const { otherUnits, noBase } = missingSeries(sceneOf([main, added, other], view(parts)), all);
      return [otherUnits, noBase].map((list) => list.map(({ label }) => label));
    };
    assert.deepEqual(labels({}), [['other'], []]);
    assert.deepEqual(labels({ mode: 'first' }), [[], []]);
    assert.deepEqual(labels({ mode: 'control' }), [[], ['main', 'added', 'other']]);
  });

  it('has room for the spread of the main series and the values of all, in the shown time only', () => {
    const range = (parts: Partial<ViewState>, span = all) =>
      valueRange(sceneOf([main, added], view(parts)), span);
    const { min, max } = range({});
    assert.ok(min < 9 && min > 0 && max > 100 && max < 110);
    const hidden = range({ hiddenSeries: [2] }, { min: 0, max: hour + 1 });
    assert.ok(hidden.max > 22 && hidden.max < 24);
    assert.ok(range({ hiddenLayers: ['range'], hiddenSeries: [2] }).max < 42);
  });

  it('has room for something where there is nothing, and around equal values', () => {
    assert.deepEqual(valueRange(sceneOf([], view()), all), { min: 0, max: 1 });
    const equal = valueRange(sceneOf([{ ...added, place: 0 }], view()), all);
    assert.deepEqual(equal, { min: 95, max: 105 });
    const logarithmic = valueRange(
      sceneOf([{ ...main, data: panelSeries(1, [0, 10]) }], view({ logarithmic: true })),
      all,
    );
    assert.ok(logarithmic.min > 0 && logarithmic.max > 10);
  });

  it('keeps its columns while they would be the same', () => {
    const first = sceneOf([main], view());
    assert.equal(
      sceneOf([main], view({ mode: 'first' }), first).series[0]?.columns,
      first.series[0]?.columns,
    );
    assert.notEqual(sceneOf([main], view({ window: 9 }), first).series[0]?.columns, first.series[0]?.columns);
    assert.notEqual(
      sceneOf([main], view({ mode: 'control' }), first).series[0]?.columns,
      first.series[0]?.columns,
    );
  });

  it('has one more point on each side of the shown time, for the lines that lead there', () => {
    const [one] = sceneOf([main], view()).series;
    assert.ok(one);
    assert.deepEqual(shownIndices(one.columns, { min: hour + 1, max: 2 * hour + 1 }), { first: 1, last: 3 });
    assert.deepEqual(shownIndices(one.columns, all), { first: 0, last: 3 });
  });
});

describe('a projection', () => {
  const box = { left: 100, top: 10, width: 200, height: 100 };
  const time = { min: 1000, max: 2000 };

  it('has the earliest on the left and the largest at the top', () => {
    const to = projection(box, time, { min: 5, max: 10 }, false);
    assert.deepEqual([xOf(to, 1000), xOf(to, 2000), yOf(to, 5), yOf(to, 10)], [100, 300, 110, 10]);
  });

  it('has equal factors equally far apart on a logarithmic scale', () => {
    const to = projection(box, time, { min: 1, max: 100 }, true);
    assert.ok(Math.abs(yOf(to, 10) - 60) < 1e-9);
  });

  it('multiplies first where that is wanted', () => {
    for (const logarithmic of [false, true]) {
      const to = projection(box, time, { min: 1, max: 100 }, logarithmic);
      assert.ok(Math.abs(yOf(multiplied(to, 5), 4) - yOf(to, 20)) < 1e-9);
    }
  });
});

describe('the run that is meant', () => {
  const scene = sceneOf([main, added], view());
  const to = projection({ left: 0, top: 0, width: 600, height: 110 }, all, { min: 0, max: 110 }, false);

  it('is the nearest in time of the series that is nearest in height', () => {
    assert.deepEqual(nearestRun(scene, all, to, { x: 310, y: 11 }), { seriesId: 2, index: 2 });
    assert.deepEqual(nearestRun(scene, all, to, { x: 310, y: 100 }), { seriesId: 1, index: 2 });
  });

  it('has a value and is shown', () => {
    const gap = sceneOf([{ ...main, data: panelSeries(1, [10, Number.NaN, 30]) }], view());
    assert.deepEqual(nearestRun(gap, all, to, { x: 200, y: 0 }), { seriesId: 1, index: 0 });
    assert.equal(nearestRun(scene, { min: 10, max: 20 }, to, { x: 0, y: 0 }), undefined);
  });

  it('follows the keys within a series and between series', () => {
    const after = (key: string, from?: { seriesId: number; index: number }) =>
      runAfterKey(scene.series, key, from);
    assert.deepEqual(after('ArrowLeft'), { seriesId: 1, index: 3 });
    assert.deepEqual(after('ArrowLeft', { seriesId: 1, index: 0 }), { seriesId: 1, index: 0 });
    assert.deepEqual(after('ArrowRight', { seriesId: 2, index: 1 }), { seriesId: 2, index: 2 });
    assert.deepEqual(after('ArrowDown', { seriesId: 1, index: 3 }), { seriesId: 2, index: 2 });
    assert.deepEqual(after('ArrowUp', { seriesId: 2, index: 0 }), { seriesId: 1, index: 0 });
    assert.equal(after('ArrowUp', { seriesId: 1, index: 0 }), undefined);
    assert.deepEqual(after('Home', { seriesId: 2, index: 2 }), { seriesId: 2, index: 0 });
    assert.equal(after('x', { seriesId: 2, index: 2 }), undefined);
    assert.equal(runAfterKey([], 'Home', undefined), undefined);
  });
});

describe("the chart's state", () => {
  it('keeps the zoom and the chosen run when a run is added', () => {
    const state = new ChartState(view(), () => {});
    state.showSeries([main]);
    state.zoomTo({ min: hour, max: 2 * hour });
    state.select({ seriesId: 1, index: 2 });
    const grown = { ...main, data: panelSeries(1, [10, 20, 30, 40, 50]) };
    state.showSeries([grown]);
    assert.deepEqual(state.view.zoom, { min: hour, max: 2 * hour });
    assert.deepEqual(state.reference(), { time: 2 * hour, commit: 'c2' });
  });

  it('takes the latest run of the main series where none was chosen, or it is gone', () => {
    const state = new ChartState(view(), () => {});
    assert.equal(state.reference(), null);
    state.showSeries([main, added]);
    state.select({ seriesId: 2, index: 0 });
    assert.deepEqual(state.reference(), { time: 0, commit: 'c0' });
    state.showSeries([main]);
    assert.deepEqual(state.reference(), { time: 3 * hour, commit: 'c3' });
  });

  it('forgets a zoom that shows all, and moves to a run that is out of sight', () => {
    const state = new ChartState(view(), () => {});
    state.showSeries([main]);
    state.zoomTo({ min: -9 * hour, max: 9 * hour });
    assert.equal(state.view.zoom, null);
    state.zoomTo({ min: 0, max: hour });
    state.reveal({ seriesId: 1, index: 3 });
    assert.ok(state.span.min <= 3 * hour && state.span.max >= 3 * hour);
  });
});
