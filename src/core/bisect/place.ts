/** Which side of a change a build belongs to. */
import { type Interval, signedRankInterval } from '../compare/signed-rank.ts';
import { median } from '../stats/quantiles.ts';

export type Side = 'before' | 'after';

/** One number of three builds that were measured in turns, a value for each round; smaller is better. */
export interface SideValues {
  readonly before: readonly number[];
  readonly candidate: readonly number[];
  readonly after: readonly number[];
}

export interface Placing {
  /** `undefined` while the rounds do not tell. */
  readonly side: Side | undefined;
  /** Where the candidate stands: 0 is as before the change, 1 as after it. */
  readonly position: Interval;
}

/**
 * Compares the candidate with the middle between both sides, within each round, so that what the machine does from
 * round to round is no noise. The interval is that of Wilcoxon's signed-rank test; it tells once it lies on one side
 * of the middle.
 */
export function placeCandidate({ before, candidate, after }: SideValues, confidence: number): Placing {
  const differences = candidate.map((value, round) => {
    const low = before[round] ?? value;
    const high = after[round] ?? value;
    return value - (low + (high - low) / 2);
  });
  const gap = median(after.map((value, round) => value - (before[round] ?? value)));
  if (!(Math.abs(gap) > 0)) {
    return { side: undefined, position: unknown };
  }
  const { estimate, low, high } = signedRankInterval(differences, confidence);
  const ends = [0.5 + low / gap, 0.5 + high / gap] as const;
  const position = {
    estimate: 0.5 + estimate / gap,
    low: Math.min(...ends),
    high: Math.max(...ends),
  };
  return { side: sideOf(position), position };
}

const unknown: Interval = {
  estimate: Number.NaN,
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
};

function sideOf({ low, high }: Interval): Side | undefined {
  if (high < 0.5) {
    return 'before';
  }
  return low > 0.5 ? 'after' : undefined;
}
