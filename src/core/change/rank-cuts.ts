/** A cut and how strong it is. */
export interface RankedCut {
  /** The place of the first point after it. */
  readonly place: number;
  /** The evidence for it at the moment when it was the weakest of all that were left. */
  readonly strength: number;
}

/** How strong the cut at `place` is between stretches that begin at `from` and end before `to`. */
export type Evidence = (from: number, place: number, to: number) => number;

/**
 * Joins stretches, the two with the least evidence between them first, until one is left, and says how strong each
 * cut was. A cut is never stronger than one that outlived it, so those of at least any strength fit together: they
 * are what would be left if joining had stopped there.
 *
 * @param cuts ascending; the first and the last are the ends of the series and are not ranked.
 * @returns weakest first.
 */
export function rankCuts(cuts: readonly number[], evidence: Evidence): readonly RankedCut[] {
  const left = [...cuts];
  const at = (index: number) => left[index] ?? Number.NaN;
  const measure = (index: number) => evidence(at(index - 1), at(index), at(index + 1));
  const isEnd = (index: number) => index <= 0 || index >= left.length - 1;
  const scores = left.map((_, index) => (isEnd(index) ? Number.POSITIVE_INFINITY : measure(index)));
  const ranked: RankedCut[] = [];
  let strength = 0;
  while (left.length > 2) {
    const weakest = indexOfLeast(scores);
    strength = Math.max(strength, scores[weakest] ?? Number.NaN);
    ranked.push({ place: at(weakest), strength });
    left.splice(weakest, 1);
    scores.splice(weakest, 1);
    for (const neighbour of [weakest - 1, weakest]) {
      if (!isEnd(neighbour)) {
        scores[neighbour] = measure(neighbour);
      }
    }
  }
  return ranked;
}

function indexOfLeast(scores: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY;
  let found = 1;
  scores.forEach((score, index) => {
    if (score < least) {
      least = score;
      found = index;
    }
  });
  return found;
}
