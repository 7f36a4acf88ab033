/** The change points and spikes of a series as the panel's page wants them. */
import { detectChanges } from '../../core/change/detect-changes.ts';
import type { SeriesColumns } from '../../core/model/bench.ts';
import type { SeriesData } from '../../shared/panel-messages.ts';

/**
 * Levels, changes and spikes. Points that a person excluded, and those that no time can have (zero, or not a
 * number), do not take part; they have the level of the stretch that they lie in.
 */
export function seriesChanges(
  columns: Pick<SeriesColumns, 'medians' | 'excluded'>,
): Pick<SeriesData, 'changes' | 'spikes'> & { readonly levels: readonly (number | null)[] } {
  const values = columns.medians.map((value, index) =>
    value > 0 && Number.isFinite(value) && columns.excluded[index] === '' ? value : null,
  );
  const { changes, spikes, stretches } = detectChanges(values);
  const levels: (number | null)[] = values.map(() => null);
  for (const { first, last, level } of stretches) {
    levels.fill(level, first, last + 1);
  }
  return {
    levels,
    changes: changes.map(({ firstAfter, range, relative, before, after, confidence }) => ({
      ...{ index: firstAfter, earliest: range.lastBefore + 1, latest: range.firstAfter },
      ...{ relative, before, after, confidence },
    })),
    spikes: spikes.map(({ index, relative }) => ({ index, relative })),
  };
}
