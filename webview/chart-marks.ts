/** Marks single runs in the chart: those that a person excluded, and those that came since the last look. */
import type { Plotted } from './plotted.ts';
import { type Box, type Projection, xOf, yOf } from './projection.ts';
import type { Theme } from './theme.ts';

/** In pixels of the page. */
const crossArm = 4;
const ringRadius = 7;

/** Draws a grey cross for each excluded run, at the edge for one beyond the scale, and a ring around each new run. */
export function drawMarks(
  ctx: CanvasRenderingContext2D,
  box: Box,
  { times, all, marks }: Plotted,
  to: Projection,
  theme: Theme,
): void {
  const draw = (indices: readonly number[], colour: string, trace: (x: number, y: number) => void) => {
    ctx.strokeStyle = colour;
    ctx.beginPath();
    for (const index of indices) {
      const x = xOf(to, times[index] ?? Number.NaN);
      const y = yOf(to, all[index] ?? Number.NaN);
      if (x >= box.left && x <= box.left + box.width && !Number.isNaN(y)) {
        trace(x, Math.min(Math.max(y, box.top), box.top + box.height));
      }
    }
    ctx.stroke();
  };
  ctx.lineWidth = 1.5 * devicePixelRatio;
  const arm = crossArm * devicePixelRatio;
  draw(marks.excluded, theme.excluded, (x, y) => {
    ctx.moveTo(x - arm, y - arm);
    ctx.lineTo(x + arm, y + arm);
    ctx.moveTo(x - arm, y + arm);
    ctx.lineTo(x + arm, y - arm);
  });
  const radius = ringRadius * devicePixelRatio;
  draw(marks.isNew, theme.fresh, (x, y) => {
    ctx.moveTo(x + radius, y);
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  });
}
