/**
 * Lines and areas over many points, reduced to what a screen can show: of all the points in one column of pixels the
 * first, the highest, the lowest and the last. Pure; what they draw on is a part of a canvas.
 */
import { type Projection, xOf, yOf } from './projection.ts';

/** The part of a canvas that takes a line. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
}

/** Indices of points, both included. */
export interface Indices {
  readonly first: number;
  readonly last: number;
}

/** A line through the values, with a gap where one is `NaN`. */
export function traceLine(
  pen: Pen,
  times: Float64Array,
  values: Float64Array,
  { first, last }: Indices,
  to: Projection,
): void {
  let column = Number.NaN;
  let x = 0;
  let top = 0;
  let bottom = 0;
  let lastY = 0;
  for (let index = first; index <= last; index += 1) {
    const value = values[index] ?? Number.NaN;
    const nextX = xOf(to, times[index] ?? 0);
    const y = yOf(to, value);
    if (Math.floor(nextX) === column && !Number.isNaN(y)) {
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      lastY = y;
      continue;
    }
    endColumn(pen, x, top, bottom, lastY);
    if (!Number.isNaN(y)) {
      if (Number.isNaN(column)) {
        pen.moveTo(nextX, y);
      } else {
        pen.lineTo(nextX, y);
      }
    }
    x = nextX;
    column = Number.isNaN(y) ? y : Math.floor(nextX);
    top = bottom = lastY = y;
  }
  endColumn(pen, x, top, bottom, lastY);
}

/** Draws what a column of several points covers, and ends at its last one. */
function endColumn(pen: Pen, x: number, top: number, bottom: number, y: number): void {
  // Neither of them is a number where there is a gap.
  if (bottom > top) {
    pen.lineTo(x, top);
    pen.lineTo(x, bottom);
    pen.lineTo(x, y);
  }
}

/** The outline of an area; its columns are kept between the frames, so that a frame leaves nothing to collect. */
export class AreaTracer {
  #x = new Float64Array(0);
  #top = new Float64Array(0);
  #bottom = new Float64Array(0);
  #count = 0;

  /** The area between two columns of values, with a gap where one is `NaN`. */
  trace(
    pen: Pen,
    times: Float64Array,
    { lower, upper }: { readonly lower: Float64Array; readonly upper: Float64Array },
    { first, last }: Indices,
    to: Projection,
  ): void {
    this.#makeRoom(last - first + 1);
    let column = Number.NaN;
    for (let index = first; index <= last; index += 1) {
      const top = yOf(to, upper[index] ?? Number.NaN);
      const bottom = yOf(to, lower[index] ?? Number.NaN);
      if (Number.isNaN(top) || Number.isNaN(bottom)) {
        this.#close(pen);
        column = Number.NaN;
        continue;
      }
      const x = xOf(to, times[index] ?? 0);
      if (Math.floor(x) === column) {
        this.#widen(top, bottom);
      } else {
        column = Math.floor(x);
        this.#add(x, top, bottom);
      }
    }
    this.#close(pen);
  }

  #makeRoom(count: number): void {
    if (this.#x.length < count) {
      this.#x = new Float64Array(count);
      this.#top = new Float64Array(count);
      this.#bottom = new Float64Array(count);
    }
  }

  #add(x: number, top: number, bottom: number): void {
    this.#x[this.#count] = x;
    this.#top[this.#count] = top;
    this.#bottom[this.#count] = bottom;
    this.#count += 1;
  }

  #widen(top: number, bottom: number): void {
    const last = this.#count - 1;
    this.#top[last] = Math.min(this.#top[last] ?? top, top);
    this.#bottom[last] = Math.max(this.#bottom[last] ?? bottom, bottom);
  }

  /** Along the upper edge and back along the lower one. */
  #close(pen: Pen): void {
    for (let at = 0; at < this.#count; at += 1) {
      const x = this.#x[at] ?? 0;
      const y = this.#top[at] ?? 0;
      if (at === 0) {
        pen.moveTo(x, y);
      } else {
        pen.lineTo(x, y);
      }
    }
    for (let at = this.#count - 1; at >= 0; at -= 1) {
      pen.lineTo(this.#x[at] ?? 0, this.#bottom[at] ?? 0);
    }
    this.#count = 0;
  }
}
