/** What came of a row at one size. */
import type { Unit } from './figures.ts';
import type { Judged } from './goal.ts';
import type { OtherRole } from './row.ts';
import type { Measured, Summary } from './statistics.ts';

/** A contender's values. */
export interface ContenderResult {
  readonly name: string;
  readonly role: 'ours' | OtherRole;
  readonly values: readonly Measured[];
  readonly summary: Summary;
}

interface Place {
  readonly row: string;
  readonly title: string;
  readonly size: string;
}

/** A row that was measured. */
export interface MeasuredRow extends Place {
  readonly kind: 'measured';
  readonly unit: Unit;
  /** The product first, then the others. */
  readonly contenders: readonly ContenderResult[];
  /** The product's figure divided by another one's of the same round. */
  readonly ratios: readonly { readonly to: string; readonly ratio: Summary }[];
  readonly goals: readonly Judged[];
}

/** A row that could not be produced. */
export interface FailedRow extends Place {
  readonly kind: 'failed';
  readonly message: string;
}

export type RowResult = MeasuredRow | FailedRow;
