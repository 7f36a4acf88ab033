import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assignPlaces, looks, seriesColours } from '../../../src/core/plot/looks.ts';
import { logarithmicSplits } from '../../../src/core/plot/ticks.ts';
import { axisLabels } from '../../../webview/axis-values.ts';
import { Formats } from '../../../webview/format.ts';
import { projection } from '../../../webview/projection.ts';
import { AreaTracer, traceLine } from '../../../webview/trace.ts';

type Step = readonly ['M' | 'L', number, number];

function recorder() {
  const steps: Step[] = [];
  return {
    steps,
    moveTo: (x: number, y: number) => steps.push(['M', x, y]),
    lineTo: (x: number, y: number) => steps.push(['L', x, y]),
  };
}

/** One pixel for each unit of both; the value 0 is at the bottom. */
const plain = projection(
  { left: 0, top: 0, width: 100, height: 100 },
  { min: 0, max: 100 },
  { min: 0, max: 100 },
  false,
);

function line(times: readonly number[], values: readonly number[]): readonly Step[] {
  const pen = recorder();
  const last = times.length - 1;
  traceLine(pen, Float64Array.from(times), Float64Array.from(values), { first: 0, last }, plain);
  return pen.steps;
}

describe('a line over points', () => {
  it('goes from point to point, and stops where there is no value', () => {
    assert.deepEqual(line([0, 10, 20, 30, 40], [0, 50, Number.NaN, 20, 30]), [
      ['M', 0, 100],
      ['L', 10, 50],
      ['M', 30, 80],
      ['L', 40, 70],
    ]);
  });

  it('covers all that lies in one column of pixels, and goes on from the last point there', () => {
    assert.deepEqual(line([5, 5.2, 5.4, 5.6, 9], [50, 90, 10, 40, 40]), [
      ['M', 5, 50],
      ['L', 5, 10],
      ['L', 5, 90],
      ['L', 5, 60],
      ['L', 9, 60],
    ]);
  });

  it('has at most four steps for a column, however many points there are, and reaches the same heights', () => {
    const points = fc.array(
      fc.tuple(fc.double({ min: 0, max: 99, noNaN: true }), fc.integer({ min: 0, max: 100 })),
      {
        minLength: 1,
        maxLength: 300,
      },
    );
    fc.assert(
      fc.property(points, (list) => {
        const sorted = list.toSorted(([a], [b]) => a - b);
        const steps = line(
          sorted.map(([time]) => time),
          sorted.map(([, value]) => value),
        );
        const columns = new Set(sorted.map(([time]) => Math.floor(time))).size;
        assert.ok(steps.length <= 4 * columns);
        const heights = steps.map(([, , y]) => 100 - y);
        assert.equal(Math.max(...heights), Math.max(...sorted.map(([, value]) => value)));
        assert.equal(Math.min(...heights), Math.min(...sorted.map(([, value]) => value)));
      }),
    );
  });
});

describe('an area between two columns of values', () => {
  it('goes along the upper edge and back along the lower one, once for each part without a gap', () => {
    const pen = recorder();
    const columns = { lower: Float64Array.of(10, 20, Number.NaN, 5), upper: Float64Array.of(30, 40, 50, 6) };
    new AreaTracer().trace(pen, Float64Array.of(0, 10, 20, 30), columns, { first: 0, last: 3 }, plain);
    assert.deepEqual(pen.steps, [
      ['M', 0, 70],
      ['L', 10, 60],
      ['L', 10, 80],
      ['L', 0, 90],
      ['M', 30, 94],
      ['L', 30, 95],
    ]);
  });

  it('has the widest of each column of pixels', () => {
    const pen = recorder();
    const columns = { lower: Float64Array.of(10, 5), upper: Float64Array.of(30, 20) };
    new AreaTracer().trace(pen, Float64Array.of(1, 1.5), columns, { first: 0, last: 1 }, plain);
    assert.deepEqual(pen.steps, [
      ['M', 1, 70],
      ['L', 1, 95],
    ]);
  });
});

describe('the labels of a logarithmic axis', () => {
  it('are 1, 2 and 5 times powers of ten', () => {
    assert.deepEqual(logarithmicSplits(0.9, 25, 5), [1, 2, 5, 10, 20]);
  });

  it('are equally far apart where that would be too few', () => {
    assert.deepEqual(logarithmicSplits(351, 366, 5), [355, 360, 365]);
  });

  it('say differences where the axis shows ratios', () => {
    const formats = new Formats('en');
    assert.deepEqual(axisLabels(formats, 'first', 'ms', [0.975, 1, 1.025], 0.025), [
      '-2.5%',
      '0.0%',
      '+2.5%',
    ]);
    assert.deepEqual(axisLabels(formats, 'absolute', 'ms', [350, 360], 10), ['350 ms', '360 ms']);
  });
});

/** The contrast of two colours as WCAG 2 counts it. */
function contrast(one: string, two: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(two)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('the looks of series', () => {
  it('differ in colour, dash and marker', () => {
    assert.equal(new Set(looks.map(({ marker }) => marker)).size, looks.length);
    assert.equal(new Set(looks.map(({ dash }) => dash.join())).size, looks.length);
    assert.equal(new Set(seriesColours.dark).size, looks.length);
    assert.equal(new Set(seriesColours.light).size, looks.length);
  });

  it('stand out from the backgrounds of the usual themes', () => {
    for (const background of ['#1f1f1f', '#1e1e1e', '#000000']) {
      assert.deepEqual(
        seriesColours.dark.filter((colour) => contrast(colour, background) < 4.5),
        [],
      );
    }
    assert.deepEqual(
      seriesColours.light.filter((colour) => contrast(colour, '#ffffff') < 4.5),
      [],
    );
  });

  it('stay with their series when others come and go', () => {
    const first = assignPlaces([], [5, 6, 7]);
    assert.deepEqual(first.slice(0, 4), [5, 6, 7, undefined]);
    const second = assignPlaces(first, [7, 5]);
    assert.deepEqual(second.slice(0, 4), [5, undefined, 7, undefined]);
    assert.deepEqual(assignPlaces(second, [7, 5, 9]).slice(0, 4), [5, 9, 7, undefined]);
  });
});
