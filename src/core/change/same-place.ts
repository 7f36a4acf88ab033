import type { ChangePoint } from './change-point.ts';

/** Changes that are so close are one. */
const samePlace = 2;

/** Whether the second change may be the first one. */
export function isAtChange({ range }: ChangePoint, { firstAfter }: ChangePoint): boolean {
  return firstAfter > range.lastBefore - samePlace && firstAfter <= range.firstAfter + samePlace;
}
