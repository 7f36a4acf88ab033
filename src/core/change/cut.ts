/** No stretch is shorter: one or two points are a spike. */
export const shortestStretch = 3;
/** No stretch is longer before stretches are joined, which keeps the work in proportion to the points. */
const longestStretch = 64;
/** What one more stretch costs, in variances of one point: about twice Schwarz's criterion for a few hundred points. */
const costOfCut = 15;

/**
 * Cuts a series into stretches of constant level so that the sum of squared distances from the levels, plus a cost
 * for each stretch, is least (optimal partitioning). It cuts rather too often; `rankCuts` says which cuts count.
 *
 * @param sums the running sums of logarithms, without spikes.
 * @param noise the standard deviation of one point.
 * @returns where stretches end, in order: 0 first, the number of points last. Both are the same for no points.
 */
export function cutIntoStretches(sums: Float64Array, noise: number): readonly number[] {
  const length = sums.length - 1;
  const cost = costOfCut * noise * noise;
  // The squares of the points themselves are the same for every way to cut, so they are left out.
  const least = new Float64Array(length + 1).fill(Number.POSITIVE_INFINITY);
  const lastCut = new Int32Array(length + 1);
  least[0] = 0;
  for (let end = shortestStretch; end <= length; end += 1) {
    const sum = sums[end] ?? Number.NaN;
    let best = Number.POSITIVE_INFINITY;
    let bestStart = 0;
    for (let start = Math.max(0, end - longestStretch); start <= end - shortestStretch; start += 1) {
      const inside = sum - (sums[start] ?? Number.NaN);
      const total = (least[start] ?? Number.NaN) - (inside * inside) / (end - start);
      if (total < best) {
        best = total;
        bestStart = start;
      }
    }
    least[end] = best + cost;
    lastCut[end] = bestStart;
  }
  return cutsUpTo(length, lastCut);
}

function cutsUpTo(length: number, lastCut: Int32Array): readonly number[] {
  const cuts = [length];
  for (let end = length; end > 0; ) {
    end = lastCut[end] ?? 0;
    cuts.push(end);
  }
  return cuts.reverse();
}
