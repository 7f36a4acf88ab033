import type { ChangePoint } from './change-point.ts';

/**
 * How far the same commits moved from one night to the next within the range of a change: the sum of each night's
 * move from a commit's value to its value when it was measured again a night later. If it is as large as the change,
 * the commits have not made it.
 *
 * @param remeasured at each point the commit of the point before it, measured again.
 * @returns a fraction of the level before, or `undefined` if no commit was measured again there.
 */
export function remeasuredMove(
  remeasured: readonly (number | null)[],
  series: readonly (number | null)[],
  { range }: ChangePoint,
): number | undefined {
  let logarithm: number | undefined;
  for (let index = range.lastBefore + 1; index <= range.firstAfter; index += 1) {
    const once = series[index - 1];
    const again = remeasured[index];
    if (typeof once === 'number' && typeof again === 'number') {
      logarithm = (logarithm ?? 0) + Math.log(again / once);
    }
  }
  return logarithm === undefined ? undefined : Math.expm1(logarithm);
}
