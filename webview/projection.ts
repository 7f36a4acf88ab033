/** From times and values to pixels, as a sum and a product: 100,000 points have no time for more. Pure. */
import type { TimeSpan } from '../src/shared/panel-state.ts';

/** `x = x0 + time * perSecond`, `y = y0 - f(value) * perUnit`, where `f` is the logarithm or nothing. */
export interface Projection {
  readonly x0: number;
  readonly perSecond: number;
  readonly y0: number;
  readonly perUnit: number;
  readonly logarithmic: boolean;
}

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Shows the time from left to right and the values from the bottom to the top of a rectangle. */
export function projection(
  box: Box,
  time: TimeSpan,
  values: { readonly min: number; readonly max: number },
  logarithmic: boolean,
): Projection {
  const scaled = logarithmic ? Math.log : (value: number) => value;
  const perSecond = box.width / (time.max - time.min);
  const perUnit = box.height / (scaled(values.max) - scaled(values.min));
  return {
    x0: box.left - time.min * perSecond,
    perSecond,
    y0: box.top + box.height + scaled(values.min) * perUnit,
    perUnit,
    logarithmic,
  };
}

/** The projection of values that are multiplied by a factor first. */
export function multiplied(to: Projection, factor: number): Projection {
  return to.logarithmic
    ? { ...to, y0: to.y0 - Math.log(factor) * to.perUnit }
    : { ...to, perUnit: to.perUnit * factor };
}

export function xOf({ x0, perSecond }: Projection, time: number): number {
  return x0 + time * perSecond;
}

export function yOf({ y0, perUnit, logarithmic }: Projection, value: number): number {
  return y0 - (logarithmic ? Math.log(value) : value) * perUnit;
}
