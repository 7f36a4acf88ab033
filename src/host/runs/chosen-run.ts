/** The run of the chart that a command is about. */
import { companionsOf } from '../../core/change/companions-of.ts';
import type { Beside } from '../../core/change/detect-beside.ts';
import { errors } from '../../core/errors.ts';
import type { PointKey, SeriesColumns, SeriesRow } from '../../core/model/bench.ts';
import { parseRunContext } from '../../shared/run-context.ts';
import type { Editor } from '../editor.ts';

/** A run in its series, as the history has it now. */
export interface ChosenRun {
  readonly key: PointKey;
  readonly series: SeriesRow;
  readonly columns: SeriesColumns;
  readonly beside: Beside;
  /** Its place in the series. */
  readonly index: number;
}

/**
 * Reads the run that a command was called with; anyone may call one, with anything.
 * @throws `invalid-message` if that is no run of the history
 */
export async function chosenRun(editor: Editor, clicked: unknown): Promise<ChosenRun> {
  const key = parseRunContext(clicked);
  if (key === undefined) {
    throw errors.invalidMessage('the chart', 'it names no run. Choose one in the chart or its table.');
  }
  return editor.services.use(async (services) => {
    const history = await services.history();
    const all = history.listSeries();
    const series = all.find(({ id }) => id === key.seriesId);
    const columns = history.readSeries(key.seriesId);
    const index = columns.runIds.indexOf(key.runId);
    if (series === undefined || index < 0) {
      throw errors.invalidMessage('the chart', 'its run is no longer in the history. Refresh the chart.');
    }
    return { key, series, columns, beside: companionsOf(history, series, columns, all), index };
  });
}

const commitForm = /^[0-9a-f]{7,64}$/;

/**
 * The commit of a run of the series, by its place. It comes from whoever wrote the history: what is no hash, and
 * could so be read as something else, is none.
 * @throws `commit-missing`
 */
export function commitOf({ columns }: ChosenRun, index: number): string {
  const commit = columns.commits[index] ?? '';
  if (!commitForm.test(commit)) {
    throw errors.commitMissing(commit === '' ? 'of a release' : commit.slice(0, 40));
  }
  return commit;
}
