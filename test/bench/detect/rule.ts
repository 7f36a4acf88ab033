/** What was measured of one series, one value a night. */
export interface Measured {
  readonly subject: readonly number[];
  /** The control of the same nights. */
  readonly control?: readonly number[];
  /** The commit of the night before, measured again; `null` where it was another one. */
  readonly remeasured?: readonly (number | null)[];
  readonly instructions?: readonly number[];
}

/** A way to find changes in a series, to be scored. */
export interface Rule {
  readonly name: string;
  /** How far from a step an alarm still counts as having found it, in nights. */
  readonly toleranceNights: number;
  /**
   * @param values positive, one a night.
   * @param measured from what `values` come.
   * @returns the place of the first night of each new level, ascending.
   */
  find(values: readonly number[], measured?: Measured): readonly number[];
}

/** The tolerance for rules that say where. */
export const usualTolerance = 2;
