import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { seriesChart } from '../../../../src/core/chart/chart.ts';
import { renderSvg } from '../../../../src/core/chart/svg.ts';
import { chartOf, columnsOf, hostileTexts, seriesRow, steppedValues } from '../../../support/chart-data.ts';
import { elementsOf } from '../../../support/markup.ts';

/** The circles of the runs; the legend's has its own place. */
function points(svg: string): readonly { readonly x: number; readonly y: number }[] {
  return [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="3"><title>/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));
}

const draw = (values: readonly number[]) => renderSvg([chartOf(columnsOf(values))]);

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
    assert.match(renderSvg([]), /^<svg [^>]*>/);
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
    const svg = renderSvg([chartOf(columnsOf(values, { excluded }))]);
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
    const svg = renderSvg([seriesChart(seriesRow, series, range)]);
    assert.equal(points(svg).length, 5);
    assert.equal(svg.match(/<line class="level"/g)?.length, 2);
    assert.doesNotMatch(svg, /<g class="slower">/);
  });

  it('draws several series one below the other, each within its own frame', () => {
    const chart = chartOf(columnsOf([1, 2, 3]));
    const svg = renderSvg([chart, chart]);
    assert.match(svg, /height="840"/);
    const ids = [...svg.matchAll(/clipPath id="([^"]+)"/g)].map(([, id]) => id);
    assert.equal(new Set(ids).size, 2);
  });

  it('has the same elements and attributes whatever the texts hold', () => {
    const shape = (text: string) => {
      const values = steppedValues(40, 20);
      const all = values.map(() => text);
      const excluded = values.map((_, index) => (index === 5 ? text : ''));
      const series = columnsOf(values, { subjects: all, commits: all, phpVersions: all, excluded });
      return elementsOf(renderSvg([chartOf(series, { benchmark: text, suite: text })]));
    };
    const usual = shape('text');
    for (const text of hostileTexts) {
      assert.deepEqual(shape(text), usual, text.slice(0, 60));
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (text) =>
        assert.deepEqual(shape(text), usual),
      ),
      { numRuns: 50 },
    );
  });
});
