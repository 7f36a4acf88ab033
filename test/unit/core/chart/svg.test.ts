import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { seriesChart } from '../../../../src/core/chart/chart.ts';
import { chartPicture, plainPicture } from '../../../../src/core/chart/picture.ts';
import type { PictureView } from '../../../../src/core/chart/picture-view.ts';
import { renderSvg } from '../../../../src/core/chart/svg.ts';
import type { SeriesColumns, SeriesRow } from '../../../../src/core/model/bench.ts';
import { chartOf, columnsOf, hostileTexts, seriesRow, steppedValues } from '../../../support/chart-data.ts';
import { elementsOf } from '../../../support/markup.ts';

/** The circles of the runs; the legend's has its own place. */
function points(svg: string): readonly { readonly x: number; readonly y: number }[] {
  return [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="3"><title>/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));
}

const usual: PictureView = {
  ...{ mode: 'absolute', reference: null, logarithmic: false, window: 5, hiddenLayers: [] },
};

/** These series in this way, each after the first beside it; the control measured 50 each night. */
function drawn(
  view: Partial<PictureView>,
  columns: readonly SeriesColumns[],
  range?: readonly [number, number],
  rows: readonly SeriesRow[] = [],
): string {
  const shown = columns.map((series, index) => ({
    chart: seriesChart(rows[index] ?? seriesRow, series, range),
    place: index === 0 ? null : index - 1,
    control: { name: 'd5f6e56610', timesMs: series.timesMs, medians: series.timesMs.map(() => 50) },
  }));
  return renderSvg(chartPicture(shown, { ...usual, ...view }, range));
}

/** What the axis of values says: its labels from the top down, and what they are. */
function axisOf(svg: string): { readonly labels: readonly string[]; readonly words: string } {
  const ticks = [...svg.matchAll(/ y="([\d.]+)" text-anchor="end"[^>]*>([^<]*)</g)];
  const sorted = ticks.toSorted((a, b) => Number(a[1]) - Number(b[1]));
  return {
    labels: sorted.map(([, , text = '']) => text),
    words: /<text class="axis"[^>]*>([^<]*)</.exec(svg)?.[1] ?? '',
  };
}

/** The value at each point, read off the axis as a person would with a ruler. */
function readOff(svg: string): readonly number[] {
  const ticks = [...svg.matchAll(/ y="([\d.]+)" text-anchor="end"[^>]*>([+-]?[\d.]+)/g)].map(
    ([, y, text]) => [Number(y), Number(text)] as const,
  );
  const [[y0, v0] = [0, 0], [y1, v1] = [1, 1]] = [ticks[0], ticks.at(-1)];
  return points(svg).map(({ y }) => v0 + ((y - y0) / (y1 - y0)) * (v1 - v0));
}

const rounded = (values: readonly number[]) => values.map((value) => Math.round(value) || 0);

const draw = (values: readonly number[]) => renderSvg(plainPicture(chartOf(columnsOf(values))));

describe('renderSvg', () => {
  it('draws a point a run, later ones to the right, larger values higher', () => {
    const [first, second, third] = points(draw([10, 30, 20]));
    assert.ok(first && second && third);
    assert.ok(first.x < second.x && second.x < third.x);
    assert.ok(second.y < third.y && third.y < first.y);
  });

  it('draws the moving average from the fifth point on', () => {
    const averages = (svg: string) => [...svg.matchAll(/class="average" d="([^"]+)"/g)].map(([, d]) => d);
    const [, path] = averages(draw([1, 2, 3, 4, 5, 6]));
    assert.equal(path?.match(/[ML]/g)?.length, 2);
    assert.equal(averages(draw([1, 2])).length, 1, 'only the legend has one');
  });

  it('stays a picture with one point, equal points, or none, and without a series', () => {
    for (const values of [[], [5], [5, 5, 5], [0]]) {
      const svg = draw(values);
      assert.equal(points(svg).length, values.length);
      assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
    }
    assert.match(renderSvg(chartPicture([], usual, undefined)), /^<svg [^>]*>/);
  });

  it('draws the levels, the change with its size, and a spike as such', () => {
    const values = steppedValues(60, 40);
    values[20] = 130;
    const svg = draw(values);
    assert.equal(svg.match(/<line class="level"/g)?.length, 2);
    assert.match(
      svg,
      /<g class="slower"><title>2026-02-\d\d: PHP 8\.2\.32[^<]*<\/title><line [^>]*\/><text [^>]*>\+[45]\.\d %/,
    );
    assert.equal(svg.match(/<path class="spike" d="[^"]*"><title>/g)?.length, 1);
  });

  it('draws an excluded run as a cross with the reason, at the edge of a scale that leaves it out', () => {
    const values = steppedValues(30, 30);
    values[10] = 9000;
    const excluded = values.map((_, index) => (index === 10 ? 'the fan <b>broke</b>' : ''));
    const svg = renderSvg(plainPicture(chartOf(columnsOf(values, { excluded }))));
    assert.equal(points(svg).length, 29);
    const cross = /<path class="excluded" d="M[\d.]+ ([\d.]+)L[^"]*"><title>([^<]*)</.exec(svg);
    assert.equal(Number(cross?.[1]), 60 - 4.5);
    assert.match(cross?.[2] ?? '', /excluded: the fan &lt;b&gt;broke&lt;\/b&gt;/);
    const ticks = [...svg.matchAll(/text-anchor="end"[^>]*>([\d.]+) ms/g)].map(([, tick]) => Number(tick));
    assert.ok(ticks.length > 2 && Math.max(...ticks) < 120, String(ticks));
  });

  it('shows the part of the time that is asked for, with the levels of the whole series', () => {
    const series = columnsOf(steppedValues(60, 40));
    const range = [Date.UTC(2026, 0, 31), Date.UTC(2026, 1, 4)] as const;
    const svg = drawn({}, [series], range);
    assert.equal(points(svg).length, 5);
    assert.equal(svg.match(/<line class="level"/g)?.length, 2);
    assert.doesNotMatch(svg, /<g class="slower">/);
  });

  it('draws ratios to a run, to the first one that is shown, and to the control of the night', () => {
    const series = columnsOf([100, 110, 120, 130]);
    assert.deepEqual(rounded(readOff(drawn({}, [series]))), [100, 110, 120, 130]);

    const byRun = { mode: 'run', reference: { time: 0, commit: series.commits[1] ?? '' } } as const;
    const run = drawn(byRun, [series]);
    assert.deepEqual(rounded(readOff(run)), [-9, 0, 9, 18]);
    assert.equal(axisOf(run).words, 'Relative to 0000000000 of 1970-01-01');
    assert.ok(axisOf(run).labels.every((label) => /^(0|[+-]\d+(\.\d+)?) %$/.test(label)));
    assert.match(run, /<title>2026-01-03: PHP[^<]*: 120\.0 ms \(\+9\.1 %\)<\/title>/);

    const range = [series.timesMs[2] ?? 0, series.timesMs[3] ?? 0] as const;
    const first = drawn({ mode: 'first' }, [series], range);
    assert.deepEqual(rounded(readOff(first)), [0, 8]);
    assert.equal(axisOf(first).words, 'Relative to the first run shown');

    const control = drawn({ mode: 'control' }, [series]);
    assert.deepEqual(rounded(readOff(control)), [100, 120, 140, 160]);
    assert.equal(axisOf(control).words, 'Relative to the control d5f6e56610 of the same night');
  });

  it('has equal steps for equal ratios on a logarithmic axis', () => {
    const values = [1, 10, 100, 1000];
    const svg = drawn({ logarithmic: true }, [columnsOf(values, { minima: values, maxima: values })]);
    const heights = points(svg).map(({ y }) => y);
    const steps = heights.slice(1).map((y, index) => (heights[index] ?? 0) - y);
    assert.ok(
      steps.every((step) => Math.abs(step - (steps[0] ?? 0)) < 0.2),
      String(steps),
    );
    assert.equal(axisOf(svg).words, 'Time, log scale');
    assert.deepEqual(axisOf(svg).labels.slice(-4), ['10.0 ms', '5.00 ms', '2.00 ms', '1.00 ms']);
    const withZero = drawn({ logarithmic: true }, [columnsOf([0, 10, 100])]);
    assert.equal(points(withZero).length, 2);
    assert.doesNotMatch(withZero, /NaN|Infinity/);
  });

  it('averages as many runs as are asked for', () => {
    const svg = drawn({ window: 3 }, [columnsOf([1, 2, 3, 4, 5, 6])]);
    const [, path] = [...svg.matchAll(/class="average" d="([^"]+)"/g)].map(([, d]) => d);
    assert.equal(path?.match(/[ML]/g)?.length, 4);
    assert.match(svg, />3-point moving average</);
  });

  it('draws others beside the main series, each with its own look and name', () => {
    const [one, two] = [columnsOf([100, 101, 102, 103, 104]), columnsOf([110, 111, 112, 113, 114])];
    const svg = drawn({ window: 3 }, [one, one, two], undefined, [
      seriesRow,
      { ...seriesRow, branch: 'PHP-8.4' },
      { ...seriesRow, branch: 'PHP-8.3' },
    ]);
    assert.equal(points(svg).length, 5);
    for (const [place, name] of ['PHP-8.4', 'PHP-8.3'].entries()) {
      assert.equal(svg.match(new RegExp(`class="mark-${place}"[^>]*><title>`, 'g'))?.length, 5);
      assert.equal(svg.match(new RegExp(`class="average line-${place}"`, 'g'))?.length, 2, 'line and legend');
      assert.match(svg, new RegExp(`<text x="24">[^<]*${name}[^<]*</text>`));
    }
    assert.equal(svg.match(/class="spread" d/g)?.length, 2, 'that of the main series, and the legend');
    const { labels } = axisOf(svg);
    assert.ok(Number.parseFloat(labels[0] ?? '') >= 114, String(labels));
  });

  it('names what it has nothing to compare with, and draws the rest', () => {
    const series = columnsOf([100, 110, 120]);
    const shown = [
      { chart: seriesChart(seriesRow, series, undefined), place: null, control: null },
      {
        chart: seriesChart({ ...seriesRow, branch: 'other' }, series, undefined),
        ...{ place: 0, control: { name: 'x', timesMs: series.timesMs, medians: [1, 1, 1] } },
      },
    ];
    const svg = renderSvg(chartPicture(shown, { ...usual, mode: 'control' }, undefined));
    assert.equal(points(svg).length, 0);
    assert.equal(svg.match(/class="mark-0"[^>]*><title>/g)?.length, 3);
    assert.match(svg, />Nothing to compare with: Zend\/bench\.php[^<]*</);
  });

  it('leaves out what is hidden', () => {
    const series = columnsOf(steppedValues(60, 40));
    assert.equal(points(drawn({ hiddenLayers: ['median'] }, [series])).length, 0);
    assert.doesNotMatch(drawn({ hiddenLayers: ['average'] }, [series]), /class="average"/);
    assert.doesNotMatch(drawn({ hiddenLayers: ['range'] }, [series]), /class="spread"/);
    assert.doesNotMatch(drawn({ hiddenLayers: ['level'] }, [series]), /class="(level|slower)"/);
  });

  it('spans the time that is asked for, to its very ends', () => {
    const series = columnsOf(steppedValues(10, 10));
    const [from, to] = [series.timesMs[3] ?? 0, series.timesMs[6] ?? 0];
    const shown = points(drawn({}, [series], [from, to]));
    assert.deepEqual([shown.length, shown[0]?.x, shown.at(-1)?.x], [4, 100, 936]);
  });

  it('has the same elements and attributes whatever the texts hold', () => {
    const shape = (text: string) => {
      const values = steppedValues(40, 20);
      const all = values.map(() => text);
      const excluded = values.map((_, index) => (index === 5 ? text : ''));
      const series = columnsOf(values, { subjects: all, commits: all, phpVersions: all, excluded });
      const chart = chartOf(series, { benchmark: text, suite: text });
      const shown = [
        { chart, place: null, control: { name: text, timesMs: series.timesMs, medians: values } },
        { chart, place: 3, control: null },
      ];
      const reference = { time: 0, commit: text };
      return (['control', 'run'] as const).flatMap((mode) =>
        elementsOf(renderSvg(chartPicture(shown, { ...usual, mode, reference }, undefined))),
      );
    };
    const expected = shape('text');
    for (const text of hostileTexts) {
      assert.deepEqual(shape(text), expected, text.slice(0, 60));
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) =>
        assert.deepEqual(shape(text), expected),
      ),
      { numRuns: 50 },
    );
  });
});
