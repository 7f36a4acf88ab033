/** Marks where the level of a series moves: a line from top to bottom, and how much it moved. */
import type { SeriesData } from '../src/shared/panel-messages.ts';
import type { Formats } from './format.ts';
import { type Box, type Projection, xOf } from './projection.ts';
import { scaledFont, type Theme } from './theme.ts';

/** Between two labels, in pixels of the page. */
const labelGap = 6;

/** Draws the changes that are in the rectangle; a label that would lie on another is left out. */
export function drawChanges(
  ctx: CanvasRenderingContext2D,
  box: Box,
  series: SeriesData,
  to: Projection,
  theme: Theme,
  formats: Formats,
): void {
  const right = box.left + box.width;
  let labelledTo = box.left;
  ctx.font = scaledFont(theme.font);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.lineWidth = devicePixelRatio;
  for (const { index, relative } of series.changes) {
    const x = xOf(to, series.times[index] ?? Number.NaN);
    if (!(x >= box.left && x <= right)) {
      continue;
    }
    const colour = relative > 0 ? theme.slower : theme.faster;
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.moveTo(x, box.top);
    ctx.lineTo(x, box.top + box.height);
    ctx.stroke();
    const label = formats.part(relative);
    const width = ctx.measureText(label).width;
    const left = Math.min(x + labelGap * devicePixelRatio, right - width);
    if (left >= labelledTo) {
      ctx.fillText(label, left, box.top);
      labelledTo = left + width + labelGap * devicePixelRatio;
    }
  }
}
