/** The running sums of values: element `i` is the sum of the first `i`, so there is one more than there are values. */
export function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1);
  values.forEach((value, index) => {
    sums[index + 1] = sumBefore(sums, index) + value;
  });
  return sums;
}

/** The mean of the values from `from` to before `to`, which must be greater. */
export function meanBetween(sums: Float64Array, from: number, to: number): number {
  return (sumBefore(sums, to) - sumBefore(sums, from)) / (to - from);
}

function sumBefore(sums: Float64Array, index: number): number {
  return sums[index] ?? Number.NaN;
}
