/** Arithmetic of a brush over a strip that stands for all of the time. Pure. */
import type { TimeSpan } from '../src/shared/panel-state.ts';
import { moved } from './time-window.ts';

/** A brush can be grasped even where it stands for very little, in pixels. */
const smallest = 14;
const edge = 6;

/** From the left of the strip to the edges of the brush, in pixels. */
export function brushEdges(
  whole: TimeSpan,
  span: TimeSpan,
  width: number,
): { readonly left: number; readonly right: number } {
  const perSecond = width / (whole.max - whole.min);
  const left = (span.min - whole.min) * perSecond;
  const right = (span.max - whole.min) * perSecond;
  const missing = Math.max(0, smallest - (right - left)) / 2;
  const from = Math.min(Math.max(0, left - missing), Math.max(0, width - smallest));
  return { left: from, right: Math.max(right + missing, from + smallest) };
}

/** What dragging from a place does: moves an edge or all of the brush, or draws a new one. */
export type Grip = 'left' | 'right' | 'all' | 'new';

/** @param x in pixels from the left of the strip */
export function gripAt(whole: TimeSpan, span: TimeSpan, width: number, x: number): Grip {
  const { left, right } = brushEdges(whole, span, width);
  if (Math.abs(x - left) <= edge && left > 0) {
    return 'left';
  }
  if (Math.abs(x - right) <= edge && right < width) {
    return 'right';
  }
  const isAll = left <= 0 && right >= width;
  return x >= left && x <= right && !isAll ? 'all' : 'new';
}

/**
 * The part of the time after the mouse went from `x` so many pixels to the right; `undefined` while a new brush has
 * no width.
 */
export function dragged(
  grip: Grip,
  whole: TimeSpan,
  span: TimeSpan,
  width: number,
  { x, pixels }: { readonly x: number; readonly pixels: number },
): TimeSpan | undefined {
  const perPixel = (whole.max - whole.min) / width;
  const seconds = pixels * perPixel;
  switch (grip) {
    case 'left':
      return { min: Math.min(span.min + seconds, span.max - perPixel), max: span.max };
    case 'right':
      return { min: span.min, max: Math.max(span.max + seconds, span.min + perPixel) };
    case 'all':
      return moved(span, seconds / (span.max - span.min));
    case 'new': {
      const from = whole.min + x * perPixel;
      const to = from + seconds;
      return from === to ? undefined : { min: Math.min(from, to), max: Math.max(from, to) };
    }
  }
}
