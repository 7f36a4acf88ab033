/** What a row of the benchmarks is: the product and others at the same task, at one size or several. */
import type { Unit } from './figures.ts';
import type { Goal } from './goal.ts';

/** Somebody who does the task of a row. */
export interface Contender {
  readonly name: string;
  /**
   * Does the task once and resolves to the figure, in the row's unit and above 0. What only prepares the task is
   * left out of a time.
   * @param round from 0 on; below 0 for warm-ups, whose figures are thrown away
   */
  readonly measure: (round: number) => Promise<number>;
  /** For one that takes long: it takes part in every this many rounds, the first one included, and in no warm-up. */
  readonly every?: number;
}

/** `instead`: what a person would use otherwise. `limit`: the same work without all that is around it. */
export type OtherRole = 'instead' | 'limit';

export interface OtherContender extends Contender {
  readonly role: OtherRole;
}

/** The contenders of a row at one size, ready to be measured; they take turns in this order, and back again. */
export interface Trial {
  readonly ours: Contender;
  readonly others: readonly OtherContender[];
}

/** How large a task is. */
export interface Size {
  /** For people, for instance `1,000 images`; empty where there is only one size. */
  readonly label: string;
  /** What the label says, for the row to read. */
  readonly amount: number;
  readonly rounds: number;
  readonly warmups: number;
  readonly goals: readonly Goal[];
}

/**
 * A row of the table, for each of its sizes.
 * @typeParam C what rows share: an engine, a tree, a browser
 */
export interface Row<C> {
  /** By which it is chosen on the command line, for instance `rebuild-header`. */
  readonly name: string;
  /** What is measured. */
  readonly title: string;
  readonly unit: Unit;
  readonly sizes: readonly Size[];
  /** A size that takes next to no time, for the check that the row can be produced. */
  readonly tinyAmount: number;
  /** Sets up, hands the contenders to `use`, and takes down whatever happened. */
  readonly withTrial: (context: C, size: Size, use: (trial: Trial) => Promise<void>) => Promise<void>;
}

/** The size to check a row with: one round at its smallest, held against all of its goals. */
export function tinySize<C>({ sizes, tinyAmount }: Row<C>): Size {
  return {
    label: 'tiny',
    amount: tinyAmount,
    rounds: 1,
    warmups: 0,
    goals: sizes.flatMap(({ goals }) => goals),
  };
}

/**
 * The rows whose name is one of the words, or begins with one and a hyphen; all of them if there is no word.
 * `unknown` holds the words that choose nothing.
 */
export function chooseRows<C>(
  rows: readonly Row<C>[],
  words: readonly string[],
): { readonly chosen: readonly Row<C>[]; readonly unknown: readonly string[] } {
  const fits = ({ name }: Row<C>, word: string) => name === word || name.startsWith(`${word}-`);
  return {
    chosen: rows.filter((row) => words.length === 0 || words.some((word) => fits(row, word))),
    unknown: words.filter((word) => !rows.some((row) => fits(row, word))),
  };
}
