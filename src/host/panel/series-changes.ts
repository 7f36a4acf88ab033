/** The change points and spikes of a series as the panel's page wants them. */
import type { JudgedSeries } from '../../core/change/judge-series.ts';
import type { SeriesData } from '../../shared/panel-messages.ts';
import { causeText } from '../cause-text.ts';
import type { Translate } from '../translate.ts';

/**
 * Levels, changes and spikes. Points that do not count have the level of the stretch that they lie in. A change of
 * the instructions alone has no level of this series.
 */
export function seriesChanges(
  { values, found, changes }: Pick<JudgedSeries, 'values' | 'found' | 'changes'>,
  t: Translate,
): Pick<SeriesData, 'changes' | 'spikes'> & { readonly levels: readonly (number | null)[] } {
  const levels: (number | null)[] = values.map(() => null);
  for (const { first, last, level } of found.stretches) {
    levels.fill(level, first, last + 1);
  }
  return {
    levels,
    changes: changes.flatMap(({ verdict }) => {
      if (verdict.cause === 'spike' || verdict.cause === 'instruction-only') {
        return [];
      }
      const { firstAfter, range, relative, before, after, confidence } = verdict.change;
      const place = { index: firstAfter, earliest: range.lastBefore + 1, latest: range.firstAfter };
      return { ...place, relative, before, after, confidence, cause: causeText(verdict.cause, t) };
    }),
    spikes: found.spikes.map(({ index, relative }) => ({ index, relative })),
  };
}
