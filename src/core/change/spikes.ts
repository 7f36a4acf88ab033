import { deviationsPerMedianDeviation } from './noise.ts';
import { SortedWindow } from './sorted-window.ts';

/** How many points on each side say what is usual. */
const reach = 7;
/** How many standard deviations a spike is off. */
const farOff = 4;
/** A longer excursion is no spike but a level of its own. */
const longestSpike = 2;

/** A point off its neighbours, in logarithms. */
export interface OffPoint {
  /** Its place among the measured points. */
  readonly place: number;
  /** The median around it. */
  readonly usual: number;
  readonly cameBack: boolean;
}

/** A series without its spikes: as long as before, with what is usual in their places. */
export interface WithoutSpikes {
  readonly values: Float64Array;
  readonly spikes: readonly OffPoint[];
}

/**
 * Takes out spikes with a Hampel filter: a point is off if it is further from the median of the 15 points around it
 * than four standard deviations, estimated from their median absolute deviation. One or two such points in a row, about
 * as far off on the same side, are a spike if the series was usual before and is again after; more are left for the
 * search for changes.
 *
 * @param values logarithms of the measured points.
 * @param nightly the least standard deviation to assume, so that equal neighbours do not make all others spikes.
 */
export function takeOutSpikes(values: Float64Array, nightly: number): WithoutSpikes {
  const { distances, usual } = findOffPoints(values, nightly);
  const cleaned = values.slice();
  const spikes: OffPoint[] = [];
  let start = 0;
  while (start < values.length) {
    const end = endOfRun(distances, start);
    if (distances[start] !== 0 && end - start <= longestSpike && isAlone(values, usual, start, end)) {
      for (let place = start; place < end; place += 1) {
        const level = usual[place] ?? Number.NaN;
        cleaned[place] = level;
        spikes.push({ place, usual: level, cameBack: end < values.length });
      }
    }
    start = end;
  }
  return { values: cleaned, spikes };
}

/** Near a step at an end of the series, where the median is of fewer points, the step itself can look off. */
function isAlone(values: Float64Array, usual: Float64Array, start: number, end: number): boolean {
  const isNear = (neighbour: number, place: number) => {
    const middle = usual[place] ?? Number.NaN;
    const distance = Math.abs((values[neighbour] ?? middle) - middle);
    return distance <= Math.abs((values[place] ?? middle) - middle) / 2;
  };
  return isNear(start - 1, start) && isNear(end, end - 1);
}

/** For each point how far it is off (0 if it is not), and the median around it. */
function findOffPoints(
  values: Float64Array,
  nightly: number,
): { distances: Float64Array; usual: Float64Array } {
  const distances = new Float64Array(values.length);
  const usual = new Float64Array(values.length);
  const around = new SortedWindow(2 * reach + 1);
  values.subarray(0, reach).forEach((value) => {
    around.add(value);
  });
  values.forEach((value, place) => {
    if (place + reach < values.length) {
      around.add(values[place + reach] ?? Number.NaN);
    }
    if (place > reach) {
      around.remove(values[place - reach - 1] ?? Number.NaN);
    }
    const middle = around.median();
    const deviation = Math.max(nightly, deviationsPerMedianDeviation * around.deviationFrom(middle));
    usual[place] = middle;
    distances[place] = Math.abs(value - middle) > farOff * deviation ? value - middle : 0;
  });
  return { distances, usual };
}

/** Points off in a row belong together if they are about as far off, on the same side: noise beside a spike is none. */
function endOfRun(distances: Float64Array, start: number): number {
  let end = start + 1;
  while (end < distances.length && isAlike(distances[end - 1] ?? 0, distances[end] ?? 0)) {
    end += 1;
  }
  return end;
}

function isAlike(one: number, other: number): boolean {
  return one === other || (one / other >= 1 / 2 && one / other <= 2);
}
