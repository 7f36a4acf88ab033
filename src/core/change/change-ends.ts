import type { SeriesColumns } from '../model/bench.ts';
import { countedValues } from './counted-values.ts';
import { type Beside, detectBeside } from './detect-beside.ts';

/** Two points of a series, by their indices, between which a change lies. */
export interface ChangeEnds {
  readonly before: number;
  readonly after: number;
}

type EndsColumns = Pick<SeriesColumns, 'commits' | 'medians' | 'excluded'>;

/**
 * Where to look for what moved a series at a point: from the last point that is before the change with 95 % to the
 * first one after it, if a change lies there, else from the point before to the point itself.
 *
 * @param beside what was measured beside the series
 * @returns points of two different commits; `undefined` if there are none
 */
export function changeEnds(columns: EndsColumns, index: number, beside: Beside = {}): ChangeEnds | undefined {
  const at = detectBeside(countedValues(columns), beside).changes.find(
    ({ firstAfter, range }) =>
      firstAfter === index || (range.lastBefore < index && index <= range.firstAfter),
  );
  const after = at === undefined ? index : at.range.firstAfter;
  const before = commitBefore(columns, at === undefined ? index : at.range.lastBefore + 1, after);
  return before === undefined || columns.commits[after] === '' ? undefined : { before, after };
}

/**
 * The last point before `index` that counts and is of another commit than the point `other`; `undefined` if there
 * is none.
 */
export function commitBefore(
  { commits, excluded }: Pick<SeriesColumns, 'commits' | 'excluded'>,
  index: number,
  other = index,
): number | undefined {
  for (let at = index - 1; at >= 0; at -= 1) {
    const commit = commits[at] ?? '';
    if (excluded[at] === '' && commit !== '' && commit !== commits[other]) {
      return at;
    }
  }
  return undefined;
}
