/** What can be done with a run: the editor's own menu for its element, and what a click or Enter opens. */
import type { SeriesData } from '../src/shared/panel-messages.ts';
import { type RunContext, runContext } from '../src/shared/run-context.ts';

/** Opens what there is to do with a run. */
export type OpenRun = (run: RunContext) => void;

/** The run at an index of a series; `undefined` beyond it. */
export function runAt(series: SeriesData, index: number): RunContext | undefined {
  const runId = series.runIds.at(index);
  return runId === undefined ? undefined : { seriesId: series.id, runId };
}

/**
 * Gives an element the menu of a run, by the mouse and by the menu key, or takes it away.
 * @param index `undefined` for none
 */
export function offerRunMenu(
  element: HTMLElement,
  series: SeriesData | undefined,
  index: number | undefined,
): void {
  const run = series === undefined || index === undefined ? undefined : runAt(series, index);
  if (series === undefined || index === undefined || run === undefined) {
    delete element.dataset.vscodeContext;
    return;
  }
  element.dataset.vscodeContext = runContext(run, {
    excluded: series.excluded.lengthAt(index) > 0,
    hasCommit: series.commits.lengthAt(index) > 0,
  });
}
