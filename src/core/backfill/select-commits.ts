/** Which commits of a line are measured. */
import type { CommitInfo } from '../model/tree.ts';

/**
 * - `every`: each commit
 * - `daily`, `weekly`: the last commit of each day, or of each week from Monday on, in UTC
 * - `points`: so many commits, as evenly as their number allows, both ends among them
 */
export type Step =
  | { readonly kind: 'every' }
  | { readonly kind: 'daily' }
  | { readonly kind: 'weekly' }
  | { readonly kind: 'points'; readonly count: number };

const dayMs = 86_400_000;

/** Days since 1 January 1970, in UTC. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / dayMs);
}

/** Midnight in UTC at the start of the day that is `days` before the one of `timeMs`, in milliseconds since 1970. */
export function startOfDayBefore(timeMs: number, days: number): number {
  return (dayOf(timeMs) - days) * dayMs;
}

/** Weeks from Monday on; 1 January 1970 was a Thursday. */
function weekOf(timeMs: number): number {
  return Math.floor((dayOf(timeMs) + 3) / 7);
}

/**
 * The commits of a line that the step takes, in the line's order.
 * @param line newest first, each commit the first parent of the one before it; the order counts, not the times,
 * which people's clocks may have set wrong
 */
export function selectCommits(line: readonly CommitInfo[], step: Step): readonly CommitInfo[] {
  switch (step.kind) {
    case 'every':
      return line;
    case 'daily':
      return lastOfEach(line, dayOf);
    case 'weekly':
      return lastOfEach(line, weekOf);
    case 'points':
      return evenly(line, step.count);
  }
}

function lastOfEach(
  line: readonly CommitInfo[],
  periodOf: (timeMs: number) => number,
): readonly CommitInfo[] {
  const seen = new Set<number>();
  return line.filter(({ committedAtMs }) => {
    const period = periodOf(committedAtMs);
    const isNew = !seen.has(period);
    seen.add(period);
    return isNew;
  });
}

function evenly<T>(items: readonly T[], count: number): readonly T[] {
  if (count >= items.length) {
    return items;
  }
  const gap = count === 1 ? 0 : (items.length - 1) / (count - 1);
  const wanted = new Set(Array.from({ length: count }, (_, at) => Math.round(at * gap)));
  return items.filter((_, index) => wanted.has(index));
}
