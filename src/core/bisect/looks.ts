/** After how many rounds the numbers are looked at, and how sure each look has to be. */
import { fewestDifferences } from '../compare/signed-rank.ts';

export interface Looks {
  /** Numbers of rounds, growing; the last is the most there may be. */
  readonly rounds: readonly number[];
  /** Of the interval at each look. */
  readonly confidence: number;
}

const growth = 1.5;

/**
 * Whoever looks again and again at growing data finds a difference by chance in the end, so that all looks of a
 * search share the errors that it may make (Bonferroni): with so many questions, each looked at so often.
 *
 * @param maxRounds at least 20
 * @param questions how many decisions the search may need
 * @param confidence for instance 0.95: how often a whole search makes no error
 */
export function planLooks(maxRounds: number, questions: number, confidence: number): Looks {
  const fewest = fewestDifferences(0.99);
  const count = 1 + Math.ceil(Math.log(Math.max(1, maxRounds / fewest)) / Math.log(growth));
  const each = 1 - (1 - confidence) / (Math.max(1, questions) * count);
  const rounds: number[] = [];
  for (let next = fewestDifferences(each); next < maxRounds; next = Math.ceil(next * growth)) {
    rounds.push(next);
  }
  return { rounds: [...rounds, maxRounds], confidence: each };
}
