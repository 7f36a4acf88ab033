/** Marks single runs in the chart: those that a person excluded, and those that came since the last look. */
import type uPlot from 'uplot';
import type { SeriesData } from '../src/shared/panel-messages.ts';
import type { Theme } from './theme.ts';

/** In pixels of the page. */
const crossArm = 4;
const ringRadius = 7;

/** The indices of the runs to mark, gathered once for each drawing of a series. */
export interface RunMarks {
  readonly excluded: readonly number[];
  readonly isNew: readonly number[];
}

export function runMarks({ excluded, isNew }: SeriesData): RunMarks {
  return {
    excluded: excluded.flatMap((reason, index) => (reason === '' ? [] : [index])),
    isNew: isNew.flatMap((mark, index) => (mark ? [index] : [])),
  };
}

/** A column with holes for the runs that are excluded, so that neither lines nor scales follow them. */
export function withoutExcluded<T>(values: readonly T[], { excluded }: RunMarks): (T | null)[] {
  const counted: (T | null)[] = [...values];
  for (const index of excluded) {
    counted[index] = null;
  }
  return counted;
}

/** Draws a grey cross for each excluded run, at the edge for one beyond the scale, and a ring around each new run. */
export function drawMarks(chart: uPlot, { times, medians }: SeriesData, marks: RunMarks, theme: Theme): void {
  const { ctx, bbox } = chart;
  const draw = (indices: readonly number[], colour: string, trace: (x: number, y: number) => void) => {
    ctx.strokeStyle = colour;
    ctx.beginPath();
    for (const index of indices) {
      const x = chart.valToPos(times[index] ?? Number.NaN, 'x', true);
      const y = chart.valToPos(medians[index] ?? Number.NaN, 'y', true);
      if (x >= bbox.left && x <= bbox.left + bbox.width) {
        trace(x, Math.min(Math.max(y, bbox.top), bbox.top + bbox.height));
      }
    }
    ctx.stroke();
  };
  ctx.save();
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
  ctx.restore();
}
