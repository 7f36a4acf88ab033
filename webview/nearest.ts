/** Which point is meant by a place on the chart. Pure. */

import { firstFrom, nearestTo } from '../src/core/plot/time-order.ts';
import type { TimeSpan } from '../src/shared/panel-state.ts';
import { multiplied, type Projection, yOf } from './projection.ts';
import { type DrawnSeries, factorOf, type Scene, visibleSeries } from './scene.ts';

/** A run of a series that is shown. */
export interface PointedRun {
  readonly seriesId: number;
  readonly index: number;
}

/** What stands for a run on the chart: its own value, or the average where the runs themselves are hidden. */
export function drawnValues({ hiddenLayers }: Scene, { columns }: DrawnSeries): Float64Array {
  return hiddenLayers.has('median') ? columns.average : columns.all;
}

/**
 * The run that is nearest to a place: of each series the one that is nearest in time, of these the one that is
 * nearest in height; the first of several series that are as near. `undefined` if none is shown.
 */
export function nearestRun(
  scene: Scene,
  shown: TimeSpan,
  to: Projection,
  { x, y }: { readonly x: number; readonly y: number },
): PointedRun | undefined {
  const time = (x - to.x0) / to.perSecond;
  let best: PointedRun | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const series of visibleSeries(scene)) {
    const values = drawnValues(scene, series);
    const index = nearestDrawn(series.columns.times, values, shown, time);
    const factor = factorOf(scene, series, shown);
    const distance = Math.abs(yOf(multiplied(to, factor), values[index ?? -1] ?? Number.NaN) - y);
    if (index !== undefined && distance < bestDistance) {
      best = { seriesId: series.data.id, index };
      bestDistance = distance;
    }
  }
  return best;
}

/** The nearest point in time that is shown and has a value. */
function nearestDrawn(
  times: Float64Array,
  values: Float64Array,
  shown: TimeSpan,
  time: number,
): number | undefined {
  const first = firstFrom(times, shown.min);
  const end = firstFrom(times, shown.max);
  const nearest = nearestTo(times.subarray(first, end), time);
  if (nearest === undefined) {
    return undefined;
  }
  const middle = first + nearest;
  for (let step = 0; middle - step >= first || middle + step < end; step += 1) {
    for (const index of [middle - step, middle + step]) {
      if (index >= first && index < end && !Number.isNaN(values[index])) {
        return index;
      }
    }
  }
  return undefined;
}

/**
 * The run that a key leads to from another one: within its series to the left, to the right and to the ends, with up
 * and down to the run of the series before or after it that is nearest in time. From nowhere, all lead to the latest
 * run of the first series. `undefined` for other keys, and where no series is visible.
 */
export function runAfterKey(
  series: readonly DrawnSeries[],
  key: string,
  from: PointedRun | undefined,
): PointedRun | undefined {
  const place = series.findIndex(({ data }) => data.id === from?.seriesId);
  const current = series[Math.max(0, place)];
  const last = (current?.columns.times.length ?? 0) - 1;
  if (current === undefined || last < 0) {
    return undefined;
  }
  const index = place < 0 || from === undefined ? undefined : from.index;
  const within = (wanted: number) => ({
    seriesId: current.data.id,
    index: Math.min(Math.max(0, wanted), last),
  });
  switch (key) {
    case 'ArrowLeft':
      return within(index === undefined ? last : index - 1);
    case 'ArrowRight':
      return within(index === undefined ? last : index + 1);
    case 'ArrowUp':
    case 'ArrowDown':
      return index === undefined
        ? within(last)
        : inSeries(series[place + (key === 'ArrowUp' ? -1 : 1)], current.columns.times[index] ?? 0);
    case 'Home':
      return within(0);
    case 'End':
      return within(last);
    default:
      return undefined;
  }
}

function inSeries(series: DrawnSeries | undefined, time: number): PointedRun | undefined {
  const index = series && nearestTo(series.columns.times, time);
  return series === undefined || index === undefined ? undefined : { seriesId: series.data.id, index };
}
