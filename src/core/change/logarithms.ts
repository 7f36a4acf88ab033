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
  const values = new Float64Array(measured.length);
  measured.forEach((value, place) => {
    const logarithm = Math.log(value / reference);
    if (!(value > 0 && Number.isFinite(logarithm))) {
      throw new RangeError(
        `Changes are looked for in positive numbers within 300 orders of magnitude; point ${indices[place]} is ${value}.`,
      );
    }
    values[place] = logarithm;
  });
  return { values, indices, reference };
}

/** The opposite of `toLogarithms` for one value: in the unit of the series. */
export function fromLogarithm(value: number, reference: number): number {
  return reference * Math.exp(value);
}
