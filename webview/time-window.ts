/** Arithmetic on the shown part of the time: zooming, moving, staying within what there is. Pure. */
import type { TimeSpan } from '../src/shared/panel-state.ts';

/** Room at both ends of all the runs, so that no point is cut in half. */
const roomPart = 0.02;
const halfDaySeconds = 43_200;

/** No zoom goes below ten minutes: runs are further apart, and two labels of an axis are to differ. */
const shortestSeconds = 600;

/** All of the time that these columns cover, with room at both ends; a single moment becomes a day. */
export function wholeSpan(columns: readonly Float64Array[]): TimeSpan {
  const first = Math.min(...columns.map((times) => times[0] ?? Number.POSITIVE_INFINITY));
  const last = Math.max(...columns.map((times) => times.at(-1) ?? Number.NEGATIVE_INFINITY));
  if (!(first < last)) {
    const middle = Number.isFinite(first) ? first : 0;
    return { min: middle - halfDaySeconds, max: middle + halfDaySeconds };
  }
  const room = (last - first) * roomPart;
  return { min: first - room, max: last + room };
}

/** `span` as it can be shown: not too short, and within `whole`; `undefined` if that is all of it. */
export function fitted({ min, max }: TimeSpan, whole: TimeSpan): TimeSpan | undefined {
  const wholeLength = whole.max - whole.min;
  const length = Math.min(Math.max(max - min, shortestSeconds), wholeLength);
  if (length >= wholeLength * (1 - 1e-9)) {
    return undefined;
  }
  const middle = (min + max) / 2;
  const from = Math.min(Math.max(middle - length / 2, whole.min), whole.max - length);
  return { min: from, max: from + length };
}

/** `factor` times as much time, below 1 for less, with the moment `around` where it was. */
export function zoomed({ min, max }: TimeSpan, factor: number, around: number): TimeSpan {
  return { min: around - (around - min) * factor, max: around + (max - around) * factor };
}

/** Moved by a part of its length; positive is later. */
export function moved({ min, max }: TimeSpan, part: number): TimeSpan {
  const distance = (max - min) * part;
  return { min: min + distance, max: max + distance };
}

/** As long as `span`, and with `time` in it: `span` itself if it has it. */
export function containing(span: TimeSpan, time: number): TimeSpan {
  const half = (span.max - span.min) / 2;
  return time >= span.min && time <= span.max ? span : { min: time - half, max: time + half };
}
