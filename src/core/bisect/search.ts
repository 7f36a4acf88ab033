/** Which commit of a line is looked at next, and when the search is over. */

/** What is known of a commit: it is as before the change, as after it, or cannot be measured. */
export type CommitVerdict = 'before' | 'after' | 'skipped';

export interface Search {
  /** Commits on the line; the first is known to be before the change, the last to be after it. */
  readonly size: number;
  /** By place on the line, the oldest at 0. */
  readonly verdicts: ReadonlyMap<number, CommitVerdict>;
}

/**
 * - `measure`: this commit tells most
 * - `found`: the change came with this commit
 * - `one-of`: it came with one of these, and all but the last of them cannot be measured
 */
export type Move =
  | { readonly kind: 'measure'; readonly index: number }
  | { readonly kind: 'found'; readonly index: number }
  | { readonly kind: 'one-of'; readonly indexes: readonly number[] };

/** The last commit that is known to be before the change, and the first after it. */
export interface Bracket {
  readonly low: number;
  readonly high: number;
}

export function bracketOf({ size, verdicts }: Search): Bracket {
  const places = [...verdicts];
  const having = (wanted: CommitVerdict) =>
    places.filter(([, verdict]) => verdict === wanted).map(([index]) => index);
  return { low: Math.max(0, ...having('before')), high: Math.min(size - 1, ...having('after')) };
}

/**
 * The middle of the longest stretch of untried commits between the two: with nothing skipped, the usual bisection;
 * around commits that cannot be measured it steps aside far, since their neighbours often cannot either.
 */
export function nextMove(search: Search): Move {
  const { low, high } = bracketOf(search);
  if (high - low === 1) {
    return { kind: 'found', index: high };
  }
  const stretch = longestStretch(search, low, high);
  return stretch === undefined
    ? { kind: 'one-of', indexes: Array.from({ length: high - low }, (_, at) => low + 1 + at) }
    : { kind: 'measure', index: Math.floor((stretch.start + stretch.end) / 2) };
}

interface Stretch {
  readonly start: number;
  /** The last commit of it. */
  readonly end: number;
}

function longestStretch({ verdicts }: Search, low: number, high: number): Stretch | undefined {
  let longest: Stretch | undefined;
  let start: number | undefined;
  for (let index = low + 1; index <= high; index += 1) {
    const isTried = index === high || verdicts.has(index);
    if (!isTried) {
      start ??= index;
    } else if (start !== undefined) {
      const stretch = { start, end: index - 1 };
      longest = longest === undefined || lengthOf(stretch) > lengthOf(longest) ? stretch : longest;
      start = undefined;
    }
  }
  return longest;
}

function lengthOf({ start, end }: Stretch): number {
  return end - start + 1;
}

/** How many commits are measured at most if all can be: halves of a line of this size. */
export function stepsNeeded(size: number): number {
  return Math.ceil(Math.log2(Math.max(2, size) - 1));
}
