/** Draws the raw points of a chart. */
import type uPlot from 'uplot';
import type { Theme } from './theme.ts';

/** From this many on, points are small squares: thousands of circles in one path take seconds to fill. */
const manyPoints = 2000;
const fewPoints = 200;

/** Draws a point for every shown value of a column, the smaller the more there are; spikes as hollow diamonds. */
export function drawPoints(
  chart: uPlot,
  column: number,
  { point, spike }: Pick<Theme, 'point' | 'spike'>,
  spikes: ReadonlySet<number>,
): void {
  const { ctx, bbox } = chart;
  const [first, last] = chart.series[0]?.idxs ?? [0, chart.data[0].length - 1];
  const times = chart.data[0];
  const values = chart.data[column] ?? [];
  const count = last - first + 1;
  const size = pointSize(count) * devicePixelRatio;
  const draw = count > manyPoints ? drawSquare : drawCircle;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = point;
  ctx.strokeStyle = spike;
  ctx.lineWidth = 2 * devicePixelRatio;
  for (let index = Math.max(0, first); index <= last; index += 1) {
    const time = times[index];
    const value = values[index];
    if (time !== undefined && value !== undefined && value !== null) {
      const drawThis = spikes.has(index) ? drawDiamond : draw;
      drawThis(ctx, chart.valToPos(time, 'x', true), chart.valToPos(value, 'y', true), size);
    }
  }
  ctx.restore();
}

/** In pixels of the page. */
function pointSize(count: number): number {
  if (count > manyPoints) {
    return 2;
  }
  return count > fewPoints ? 5 : 8;
}

function drawSquare(context: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  context.fillRect(x - size / 2, y - size / 2, size, size);
}

function drawCircle(context: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  context.beginPath();
  context.arc(x, y, size / 2, 0, 2 * Math.PI);
  context.fill();
}

/** Large enough to be seen among thousands. */
const smallestDiamond = 8;

function drawDiamond(context: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  const half = Math.max(size, smallestDiamond * devicePixelRatio) / 2;
  context.beginPath();
  context.moveTo(x, y - half);
  context.lineTo(x + half, y);
  context.lineTo(x, y + half);
  context.lineTo(x - half, y);
  context.closePath();
  context.stroke();
}
