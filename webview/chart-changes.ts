/** Marks where the level of a series moves: a line from top to bottom, and how much it moved. */
import type uPlot from 'uplot';
import type { SeriesData } from '../src/shared/panel-messages.ts';
import type { Formats } from './format.ts';
import { scaledFont, type Theme } from './theme.ts';

/** Between two labels, in pixels of the page. */
const labelGap = 6;

/** Draws the changes that are in the shown part of the time; a label that would lie on another is left out. */
export function drawChanges(chart: uPlot, series: SeriesData, theme: Theme, formats: Formats): void {
  const { ctx, bbox } = chart;
  const right = bbox.left + bbox.width;
  let labelledTo = bbox.left;
  ctx.save();
  ctx.font = scaledFont(theme.font);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.lineWidth = devicePixelRatio;
  for (const { index, relative } of series.changes) {
    const x = chart.valToPos(series.times[index] ?? Number.NaN, 'x', true);
    if (!(x >= bbox.left && x <= right)) {
      continue;
    }
    const colour = relative > 0 ? theme.slower : theme.faster;
    ctx.strokeStyle = colour;
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const label = formats.part(relative);
    const width = ctx.measureText(label).width;
    const left = Math.min(x + labelGap * devicePixelRatio, right - width);
    if (left >= labelledTo) {
      ctx.fillText(label, left, bbox.top);
      labelledTo = left + width + labelGap * devicePixelRatio;
    }
  }
  ctx.restore();
}
