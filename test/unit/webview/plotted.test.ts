import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { referenceFactor } from '../../../src/core/plot/ratios.ts';
import { levelStretches, plotted } from '../../../webview/plotted.ts';
import { panelSeries } from '../../support/panel-series.ts';

const night = 86_400;
const none = Number.NaN;

describe('what is drawn of a series', () => {
  it('are its own numbers, with a moving average of as many runs as are wanted', () => {
    const series = panelSeries(1, [10, 20, 30, 40]);
    const { medians, average } = plotted(series, 'absolute', 3);
    assert.equal(medians, series.medians);
    assert.deepEqual([...average].slice(2).map(Math.round), [20, 30]);
    assert.ok(Number.isNaN(average[1]));
  });

  it('are ratios to the control of the same night, and nothing in a night without one', () => {
    const times = Float64Array.of(0, night, 2 * night, 3 * night);
    const series = panelSeries(1, [10, 20, 30, 44], {
      times,
      levels: Float64Array.of(15, 15, 35, 35),
      control: {
        commit: 'x',
        times: Float64Array.of(600, night + 600, 3 * night - 600),
        medians: Float64Array.of(10, 10, 11),
      },
    });
    const { medians, minima, stretches } = plotted(series, 'control', 3);
    assert.deepEqual([...medians], [1, 2, none, 4]);
    assert.equal(minima[1], 1.8);
    assert.deepEqual(
      stretches.map(({ level }) => level),
      [1.5, 4],
    );
  });

  it('is nothing relative to a control that there is not', () => {
    assert.deepEqual([...plotted(panelSeries(1, [1, 2]), 'control', 3).medians], [none, none]);
  });

  it('has a level for each stretch between two changes', () => {
    assert.deepEqual(levelStretches(Float64Array.of(none, 1, 1, 2, none, none, 2)), [
      { first: 1, last: 2, level: 1 },
      { first: 3, last: 3, level: 2 },
      { first: 6, last: 6, level: 2 },
    ]);
    assert.deepEqual(levelStretches(new Float64Array(0)), []);
  });
});

describe('what a series is compared with', () => {
  const series = panelSeries(1, [10, 20, 40, 50]);

  it('is the run of the same commit', () => {
    assert.equal(referenceFactor(series, { time: 0, commit: 'c2' }), 1 / 40);
  });

  it('is the run that is nearest in time where the commit was not measured', () => {
    assert.equal(referenceFactor(series, { time: 3000, commit: 'other' }), 1 / 20);
    assert.equal(referenceFactor(series, { time: 9e9, commit: '' }), 1 / 50);
  });

  it('is nothing in a series without runs', () => {
    assert.ok(Number.isNaN(referenceFactor(panelSeries(1, []), { time: 0, commit: 'c2' })));
    assert.ok(Number.isNaN(referenceFactor(series, null)));
  });
});
