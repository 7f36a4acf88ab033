/** Draws a scene on the chart's canvas, from the columns themselves. */

import { looks, roundMarker } from '../src/core/plot/looks.ts';
import type { TimeSpan } from '../src/shared/panel-state.ts';
import { drawChanges } from './chart-changes.ts';
import { drawMarks } from './chart-marks.ts';
import { DenseLayer, type Marks } from './dense-layer.ts';
import type { Formats } from './format.ts';
import { type Box, multiplied, type Projection, xOf, yOf } from './projection.ts';
import { type DrawnSeries, factorOf, type Scene, shownCount, shownIndices, visibleSeries } from './scene.ts';
import type { Theme } from './theme.ts';
import { AreaTracer, type Indices, traceLine } from './trace.ts';

/** From this many on, points are small squares. */
const manyPoints = 2000;
const fewPoints = 200;

/** Between two markers on a line, in pixels of the page. */
const markerDistance = 90;
const markerSize = 1.3;

/** Where and how a frame is drawn. */
export interface Frame {
  readonly ctx: CanvasRenderingContext2D;
  readonly box: Box;
  readonly shown: TimeSpan;
  readonly to: Projection;
  readonly theme: Theme;
  readonly formats: Formats;
}

/** A series with its place on the canvas. */
interface Placed {
  readonly series: DrawnSeries;
  readonly to: Projection;
  readonly indices: Indices;
  readonly colour: string;
}

export class SceneDrawing {
  readonly #dense = new DenseLayer();
  readonly #area = new AreaTracer();

  /** Draws what is visible into the frame's rectangle and not beyond it. */
  draw(frame: Frame, scene: Scene): void {
    const placed = visibleSeries(scene).flatMap((series) => placedIn(frame, scene, series));
    const [main] = placed[0]?.series.place === undefined ? placed : [];
    const { ctx, box } = frame;
    ctx.save();
    ctx.beginPath();
    ctx.rect(box.left, box.top, box.width, box.height);
    ctx.clip();
    ctx.lineJoin = 'bevel';
    if (main !== undefined && !scene.hiddenLayers.has('range')) {
      this.#drawRange(frame, main);
    }
    // The main series lies above the others.
    const order = placed.toReversed();
    const medians = scene.hiddenLayers.has('median') ? [] : order;
    const averages = scene.hiddenLayers.has('average') ? [] : order;
    this.#drawSeries(frame, medians, averages, shownCount(scene, frame.shown));
    if (main !== undefined && !scene.hiddenLayers.has('level')) {
      drawLevels(frame, main);
      drawChanges(ctx, box, main.series.data, main.to, frame.theme, frame.formats);
    }
    ctx.restore();
    // A mark at the edge of the plot is not cut in half.
    if (main !== undefined && !scene.hiddenLayers.has('median')) {
      ctx.save();
      drawMarks(ctx, box, main.series.columns, main.to, frame.theme);
      ctx.restore();
    }
  }

  #drawRange({ ctx, theme }: Frame, { series, to, indices }: Placed): void {
    const { times, minima, maxima } = series.columns;
    ctx.beginPath();
    this.#area.trace(ctx, times, { lower: minima, upper: maxima }, indices, to);
    ctx.fillStyle = theme.band;
    ctx.fill();
  }

  /** Points first, so that the lines lie above them; both at once where there are too many for the canvas. */
  #drawSeries(frame: Frame, medians: readonly Placed[], averages: readonly Placed[], count: number): void {
    const manyMedians = count > manyPoints;
    const [denseLines, lines] = [
      averages.filter((one) => isDense(frame, one)),
      averages.filter((one) => !isDense(frame, one)),
    ];
    this.#dense.draw(frame.ctx, frame.box, [
      ...(manyMedians ? medians.map((one) => denseMarks(frame, one, 'squares')) : []),
      ...denseLines.map((one) => denseMarks(frame, one, 'line')),
    ]);
    if (!manyMedians) {
      const size = (count > fewPoints ? 0.7 : 1.1) * devicePixelRatio;
      for (const one of medians) {
        drawMarkers(frame, one, size);
      }
    }
    for (const one of lines) {
      drawLine(frame, one);
    }
    for (const one of averages) {
      markLine(frame, one);
    }
    for (const one of medians.filter(({ series }) => series.place === undefined)) {
      drawSpikes(frame, one);
    }
  }
}

/** Whether a line would be a zigzag within columns of pixels. */
function isDense({ box }: Frame, { indices }: Placed): boolean {
  return indices.last - indices.first > box.width;
}

/** The place of a series; none if it has nothing to compare with. */
function placedIn({ to, shown, theme }: Frame, scene: Scene, series: DrawnSeries): Placed[] {
  const factor = factorOf(scene, series, shown);
  const colour = series.place === undefined ? theme.point : (theme.series[series.place] ?? theme.point);
  return Number.isFinite(factor)
    ? [{ series, to: multiplied(to, factor), indices: shownIndices(series.columns, shown), colour }]
    : [];
}

function denseMarks({ theme }: Frame, { series, to, indices }: Placed, shape: Marks['shape']): Marks {
  const { times, medians, average } = series.columns;
  const ofMain = shape === 'line' ? theme.averageBytes : theme.pointBytes;
  const colour = theme.seriesBytes[series.place ?? -1] ?? ofMain;
  return { shape, times, values: shape === 'line' ? average : medians, indices, to, colour };
}

function drawMarkers({ ctx }: Frame, { series, to, indices, colour }: Placed, size: number): void {
  const shape = new Path2D(series.place === undefined ? roundMarker : looks[series.place]?.marker);
  const { times, medians } = series.columns;
  ctx.fillStyle = colour;
  for (let index = indices.first; index <= indices.last; index += 1) {
    fillAt(ctx, shape, size, xOf(to, times[index] ?? 0), yOf(to, medians[index] ?? Number.NaN));
  }
}

function fillAt(ctx: CanvasRenderingContext2D, shape: Path2D, size: number, x: number, y: number): void {
  if (!Number.isNaN(y)) {
    ctx.setTransform(size, 0, 0, size, x, y);
    ctx.fill(shape);
    ctx.resetTransform();
  }
}

function drawLine({ ctx, theme }: Frame, { series, to, indices, colour }: Placed): void {
  const look = looks[series.place ?? -1];
  ctx.beginPath();
  traceLine(ctx, series.columns.times, series.columns.average, indices, to);
  ctx.strokeStyle = look === undefined ? theme.average : colour;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.setLineDash((look?.dash ?? []).map((length) => length * devicePixelRatio));
  ctx.stroke();
  ctx.setLineDash([]);
}

/** Puts the marker of an added series on its line every so many pixels, always at a run. */
function markLine({ ctx }: Frame, { series, to, indices, colour }: Placed): void {
  const look = looks[series.place ?? -1];
  if (look === undefined) {
    return;
  }
  const shape = new Path2D(look.marker);
  const { times, average } = series.columns;
  let nextX = Number.NEGATIVE_INFINITY;
  ctx.fillStyle = colour;
  for (let index = indices.first; index <= indices.last; index += 1) {
    const x = xOf(to, times[index] ?? 0);
    const y = yOf(to, average[index] ?? Number.NaN);
    if (x >= nextX && !Number.isNaN(y)) {
      fillAt(ctx, shape, markerSize * devicePixelRatio, x, y);
      nextX = x + markerDistance * devicePixelRatio;
    }
  }
}

/** A level holds up to the first point of the next one. */
function drawLevels({ ctx, theme }: Frame, { series, to }: Placed): void {
  const { times, stretches } = series.columns;
  ctx.beginPath();
  for (const [place, { first, last, level }] of stretches.entries()) {
    const y = yOf(to, level);
    const until = stretches[place + 1]?.first ?? last;
    if (place === 0) {
      ctx.moveTo(xOf(to, times[first] ?? 0), y);
    } else {
      ctx.lineTo(xOf(to, times[first] ?? 0), y);
    }
    ctx.lineTo(xOf(to, times[until] ?? 0), y);
  }
  ctx.strokeStyle = theme.level;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.setLineDash([8 * devicePixelRatio, 5 * devicePixelRatio]);
  ctx.stroke();
  ctx.setLineDash([]);
}

/** As hollow diamonds, large enough to be seen among thousands. */
function drawSpikes({ ctx, theme }: Frame, { series, to, indices }: Placed): void {
  const half = 4 * devicePixelRatio;
  const { times, medians } = series.columns;
  ctx.strokeStyle = theme.spike;
  ctx.lineWidth = 2 * devicePixelRatio;
  ctx.beginPath();
  for (const { index } of series.data.spikes) {
    if (index >= indices.first && index <= indices.last) {
      const x = xOf(to, times[index] ?? 0);
      const y = yOf(to, medians[index] ?? Number.NaN);
      ctx.moveTo(x, y - half);
      ctx.lineTo(x + half, y);
      ctx.lineTo(x, y + half);
      ctx.lineTo(x - half, y);
      ctx.closePath();
    }
  }
  ctx.stroke();
}
