/** Draws the raw points of a chart. */
import type uPlot from 'uplot';
import type { Theme } from './theme.ts';

/** From this many on, points are small squares: thousands of circles in one path take seconds to fill. */
const manyPoints = 2000;
const fewPoints = 200;

/** In pixels of the page. */
const squareSize = 2;

/** Draws a point for every shown value of a column, the smaller the more there are; spikes as hollow diamonds. */
export function drawPoints(
  chart: uPlot,
  column: number,
  { point, spike }: Pick<Theme, 'point' | 'spike'>,
  spikes: ReadonlySet<number>,
): void {
  const [first, last] = chart.series[0]?.idxs ?? [0, chart.data[0].length - 1];
  const shown = { first, last, spikes };
  if (last - first + 1 > manyPoints) {
    drawSquares(chart, column, shown, point);
  } else {
    drawCircles(chart, column, shown, point);
  }
  drawDiamonds(chart, column, shown, spike);
}

interface Shown {
  readonly first: number;
  readonly last: number;
  readonly spikes: ReadonlySet<number>;
}

/** Calls `draw` with the centre of each shown point that is a spike, or is none, in pixels of the canvas. */
function eachPoint(
  chart: uPlot,
  column: number,
  { first, last, spikes }: Shown,
  wanted: 'spikes' | 'others',
  draw: (x: number, y: number) => void,
): void {
  const times = chart.data[0];
  const values = chart.data[column] ?? [];
  for (let index = Math.max(0, first); index <= last; index += 1) {
    const time = times[index];
    const value = values[index];
    const fits = spikes.has(index) === (wanted === 'spikes');
    if (fits && time !== undefined && value !== undefined && value !== null) {
      draw(chart.valToPos(time, 'x', true), chart.valToPos(value, 'y', true));
    }
  }
}

/**
 * Sets the pixels of the squares one by one in a picture of their own and draws that: for the canvas, 100,000 squares
 * are as many drawings, most of them on top of each other.
 */
function drawSquares(chart: uPlot, column: number, shown: Shown, colour: string): void {
  const { ctx, bbox } = chart;
  const [left, top] = [Math.round(bbox.left), Math.round(bbox.top)];
  const [width, height] = [Math.round(bbox.width), Math.round(bbox.height)];
  const layer = new OffscreenCanvas(width, height);
  const context = layer.getContext('2d');
  if (context === null) {
    return;
  }
  const size = Math.round(squareSize * devicePixelRatio);
  const image = context.createImageData(width, height);
  eachPoint(chart, column, shown, 'others', (x, y) => {
    const [fromX, fromY] = [Math.round(x - size / 2) - left, Math.round(y - size / 2) - top];
    for (let row = Math.max(0, fromY); row < Math.min(height, fromY + size); row += 1) {
      for (let place = Math.max(0, fromX); place < Math.min(width, fromX + size); place += 1) {
        // Opaque; the colour comes below, for all at once.
        image.data[4 * (row * width + place) + 3] = 255;
      }
    }
  });
  context.putImageData(image, 0, 0);
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  ctx.drawImage(layer, left, top);
}

function drawCircles(chart: uPlot, column: number, shown: Shown, colour: string): void {
  const { ctx } = chart;
  const size = (shown.last - shown.first + 1 > fewPoints ? 5 : 8) * devicePixelRatio;
  clipped(chart, () => {
    ctx.fillStyle = colour;
    eachPoint(chart, column, shown, 'others', (x, y) => {
      ctx.beginPath();
      ctx.arc(x, y, size / 2, 0, 2 * Math.PI);
      ctx.fill();
    });
  });
}

/** Large enough to be seen among thousands. */
function drawDiamonds(chart: uPlot, column: number, shown: Shown, colour: string): void {
  const { ctx } = chart;
  const half = 4 * devicePixelRatio;
  clipped(chart, () => {
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2 * devicePixelRatio;
    eachPoint(chart, column, shown, 'spikes', (x, y) => {
      ctx.beginPath();
      ctx.moveTo(x, y - half);
      ctx.lineTo(x + half, y);
      ctx.lineTo(x, y + half);
      ctx.lineTo(x - half, y);
      ctx.closePath();
      ctx.stroke();
    });
  });
}

/** Draws into the plot and not beyond it. */
function clipped({ ctx, bbox }: uPlot, draw: () => void): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  draw();
  ctx.restore();
}
