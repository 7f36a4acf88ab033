import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderSvg } from '../../../../src/core/chart/svg.ts';
import type { SeriesColumns } from '../../../../src/core/model/bench.ts';

function columns(medians: readonly number[], subject = 'A change'): SeriesColumns {
  const day = 86_400_000;
  return {
    runIds: medians.map((_, index) => `run ${index}`),
    timesMs: medians.map((_, index) => Date.UTC(2026, 0, 1) + index * day),
    medians,
    minima: medians.map((value) => value - 1),
    maxima: medians.map((value) => value + 1),
    sampleCounts: medians.map(() => 3),
    commits: medians.map(() => '0123456789abcdef'),
    subjects: medians.map(() => subject),
    authors: medians.map(() => subject),
    phpVersions: medians.map(() => '8.2.32'),
    dirty: medians.map(() => false),
    environments: medians.map(() => 1),
    excluded: medians.map(() => ''),
  };
}

function points(svg: string): readonly { readonly x: number; readonly y: number }[] {
  return [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => ({
    x: Number(x),
    y: Number(y),
  }));
}

describe('renderSvg', () => {
  it('draws a point a run, later ones to the right, larger values higher', () => {
    const [first, second, third] = points(
      renderSvg({ title: 't', unit: 'ms', series: columns([10, 30, 20]) }),
    );
    assert.ok(first && second && third);
    assert.ok(first.x < second.x && second.x < third.x);
    assert.ok(second.y < third.y && third.y < first.y);
  });

  it('draws the moving average from the fifth point on', () => {
    const path = /class="average" d="([^"]+)"/.exec(
      renderSvg({ title: 't', unit: 'ms', series: columns([1, 2, 3, 4, 5, 6]) }),
    );
    assert.equal(path?.[1]?.match(/[ML]/g)?.length, 2);
    assert.doesNotMatch(renderSvg({ title: 't', unit: 'ms', series: columns([1, 2]) }), /class="average" d=/);
  });

  it('stays a picture with one point, equal points, or none', () => {
    for (const values of [[], [5], [5, 5, 5], [0]]) {
      const svg = renderSvg({ title: 't', unit: 'ms', series: columns(values) });
      assert.equal(points(svg).length, values.length);
      assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
    }
  });

  it('shows hostile text as text', () => {
    const svg = renderSvg({
      title: '</text><script>alert(1)</script>',
      unit: 'ms',
      series: columns([1], '"><script>alert(2)</script>\u0000&'),
    });
    assert.doesNotMatch(svg, /<script/);
    assert.match(svg, /&lt;script&gt;alert\(2\)/);
    assert.ok(!svg.includes('\u0000'));
  });
});
