/** A way to find changes in a series, to be scored. */
export interface Rule {
  readonly name: string;
  /** How far from a step an alarm still counts as having found it, in nights. */
  readonly toleranceNights: number;
  /**
   * @param values positive, one a night.
   * @returns the place of the first night of each new level, ascending.
   */
  find(values: readonly number[]): readonly number[];
}

/** The tolerance for rules that say where. */
export const usualTolerance = 2;
