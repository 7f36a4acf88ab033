/** What is new in a series since a person last looked at it. */
import type { ChangePoint } from '../../core/change/change-point.ts';
import { countedValues } from '../../core/change/counted-values.ts';
import { type Beside, detectBeside } from '../../core/change/detect-beside.ts';
import type { SeriesColumns } from '../../core/model/bench.ts';

/** The columns that decide what is new. */
type NewsColumns = Pick<SeriesColumns, 'runNumbers' | 'medians' | 'excluded'>;

/** What is new, by the places of runs in the series. */
export interface SeriesNews {
  readonly isNew: readonly boolean[];
  /** The points that the changes begin with. */
  readonly newChanges: number[];
}

/**
 * Which runs are new, and where the changes begin that the series did not show without them: a change needs some
 * nights until it stands out, so that it may be news though its first night is not.
 *
 * @param seen the largest number of a run that is not new
 * @param beside what was measured beside the series
 */
export function seriesNews(columns: NewsColumns, seen: number, beside: Beside = {}): SeriesNews {
  const isNew = columns.runNumbers.map((number) => number > seen);
  if (!isNew.includes(true)) {
    return { isNew, newChanges: [] };
  }
  const values = countedValues(columns);
  const old = values.map((value, index) => (isNew[index] === true ? null : value));
  const known = detectBeside(old, beside).changes;
  return {
    isNew,
    newChanges: detectBeside(values, beside)
      .changes.filter((change) => !known.some((other) => areSame(change, other)))
      .map(({ firstAfter }) => firstAfter),
  };
}

/** Whether both may lie at one place and go the same way. */
function areSame(one: ChangePoint, other: ChangePoint): boolean {
  return (
    one.relative > 0 === other.relative > 0 &&
    one.range.lastBefore < other.range.firstAfter &&
    other.range.lastBefore < one.range.firstAfter
  );
}
