/** Where an axis has its labels. */
const decades = [1, 2, 5];

/**
 * Places of the labels on a logarithmic axis: 1, 2 and 5 times powers of ten; where those would be fewer than three,
 * equal steps.
 */
export function logarithmicSplits(min: number, max: number, increment: number): number[] {
  const round: number[] = [];
  for (let exponent = Math.floor(Math.log10(min)); 10 ** exponent <= max; exponent += 1) {
    round.push(...decades.map((factor) => factor * 10 ** exponent));
  }
  const within = round.filter((value) => value >= min && value <= max);
  return within.length >= 3 ? within : evenSplits(min, max, increment);
}

function evenSplits(min: number, max: number, increment: number): number[] {
  const first = Math.ceil(min / increment);
  const count = Math.floor(max / increment) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, place) => (first + place) * increment);
}
