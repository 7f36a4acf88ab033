/**
 * Thousands of points, and lines through them, as a picture whose pixels are set one by one: for the canvas, 100,000
 * squares are as many drawings, most of them on top of each other, and a line with a hundred points in each column of
 * pixels is one long zigzag to smooth. The picture is kept between the frames.
 */
import { type Box, type Projection, xOf, yOf } from './projection.ts';
import type { ColourBytes } from './theme.ts';
import type { Indices } from './trace.ts';

/** Values over time, and how they are shown. */
export interface Marks {
  readonly shape: 'squares' | 'line';
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly indices: Indices;
  readonly to: Projection;
  readonly colour: ColourBytes;
}

/** In pixels of the picture. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** Of a square, and of a line, in pixels of the page. */
const thickness = 2;

export class DenseLayer {
  readonly #canvas = new OffscreenCanvas(1, 1);
  readonly #context = this.#canvas.getContext('2d');
  #image = new ImageData(1, 1);
  /** The image again, each pixel as one number. */
  #pixels = new Uint32Array(this.#image.data.buffer);

  /** Draws marks into a rectangle of a canvas, the later ones above the earlier. */
  draw(target: CanvasRenderingContext2D, box: Box, all: readonly Marks[]): void {
    const [left, top] = [Math.round(box.left), Math.round(box.top)];
    const [width, height] = [Math.round(box.width), Math.round(box.height)];
    if (all.length === 0 || width <= 0 || height <= 0) {
      return;
    }
    this.#clear(width, height);
    for (const marks of all) {
      const { to } = marks;
      const within = { ...marks, to: { ...to, x0: to.x0 - left, y0: to.y0 - top } };
      if (marks.shape === 'squares') {
        this.#addSquares(within);
      } else {
        this.#addLine(within);
      }
    }
    this.#context?.putImageData(this.#image, 0, 0);
    target.drawImage(this.#canvas, left, top);
  }

  #clear(width: number, height: number): void {
    if (this.#image.width === width && this.#image.height === height) {
      this.#pixels.fill(0);
      return;
    }
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#image = new ImageData(width, height);
    this.#pixels = new Uint32Array(this.#image.data.buffer);
  }

  #addSquares({ times, values, indices, to, colour }: Marks): void {
    const size = Math.round(thickness * devicePixelRatio);
    const pixel = packed(colour);
    for (let index = indices.first; index <= indices.last; index += 1) {
      const x = Math.round(xOf(to, times[index] ?? 0) - size / 2);
      const y = Math.round(yOf(to, values[index] ?? Number.NaN) - size / 2);
      for (let column = x; column < x + size; column += 1) {
        this.#fill(column, y, y + size, pixel);
      }
    }
  }

  /** For each column of pixels all that the line covers there, and straight on over columns without a point. */
  #addLine({ times, values, indices, to, colour }: Marks): void {
    const pixel = packed(colour);
    let column = Number.NaN;
    let top = Number.NaN;
    let bottom = Number.NaN;
    let lastY = Number.NaN;
    for (let index = indices.first; index <= indices.last; index += 1) {
      const y = yOf(to, values[index] ?? Number.NaN);
      const x = Math.floor(xOf(to, times[index] ?? 0));
      if (x !== column && !Number.isNaN(y)) {
        this.#fillLine(column, top, bottom, pixel);
        this.#fillGap({ x: column, y: lastY }, { x, y }, pixel);
        // It comes from where it was in the column before.
        top = bottom = x === column + 1 && !Number.isNaN(lastY) ? lastY : y;
        column = x;
      }
      top = Number.isNaN(y) ? top : Math.min(top, y);
      bottom = Number.isNaN(y) ? bottom : Math.max(bottom, y);
      lastY = y;
    }
    this.#fillLine(column, top, bottom, pixel);
  }

  /** The columns between two points; none if one of them is not a number. */
  #fillGap(from: Place, until: Place, pixel: number): void {
    const slope = (until.y - from.y) / (until.x - from.x);
    const end = Math.min(until.x, this.#image.width);
    for (let column = Math.max(0, from.x + 1); column < end; column += 1) {
      const y = from.y + slope * (column - from.x);
      this.#fillLine(column, Math.min(y, y + slope), Math.max(y, y + slope), pixel);
    }
  }

  #fillLine(column: number, top: number, bottom: number, pixel: number): void {
    const half = (thickness * devicePixelRatio) / 2;
    this.#fill(column, Math.round(top - half), Math.round(bottom + half), pixel);
  }

  /** Fills a part of a column as far as it is in the picture; of what is not a number, nothing. */
  #fill(column: number, from: number, to: number, pixel: number): void {
    const { width, height } = this.#image;
    if (!(column >= 0 && column < width)) {
      return;
    }
    const end = Math.min(to, height) * width;
    for (let at = Math.max(from, 0) * width + column; at < end; at += width) {
      this.#pixels[at] = pixel;
    }
  }
}

/** As the image's memory has it: processors that browsers run on put the lowest byte first. */
function packed([red, green, blue, alpha]: ColourBytes): number {
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
