/** The points of a series that were measured, as logarithms: in them a change of 1 % is as large at any level. */
export interface Logarithms {
  /** The natural logarithm of each point's ratio to `reference`. */
  readonly values: Float64Array;
  /** Where each point stands in the series, which may have gaps. */
  readonly indices: readonly number[];
  /** The first point, in the unit of the series. */
  readonly reference: number;
}

/**
 * Takes a series without its gaps.
 *
 * @param series `null` where nothing was measured.
 * @throws RangeError if a value is not positive and finite, or is so far from the first that their ratio is not.
 */
export function toLogarithms(series: readonly (number | null)[]): Logarithms {
  const indices: number[] = [];
  const measured: number[] = [];
  series.forEach((value, index) => {
    if (value !== null) {
      indices.push(index);
      measured.push(value);
    }
  });
  const reference = measured[0] ?? 1;
  const values = Float64Array.from(measured, (value) => Math.log(value / reference));
  const wrong = values.findIndex((value, place) => !(Number.isFinite(value) && isPositive(measured[place])));
  if (wrong >= 0) {
    throw new RangeError(
      `A change can be looked for in positive, finite numbers only, and point ${indices[wrong]} is ${measured[wrong]}.`,
    );
  }
  return { values, indices, reference };
}

function isPositive(value: number | undefined): boolean {
  return value !== undefined && value > 0;
}

/** The opposite of `toLogarithms` for one value: in the unit of the series. */
export function fromLogarithm(value: number, reference: number): number {
  return reference * Math.exp(value);
}
