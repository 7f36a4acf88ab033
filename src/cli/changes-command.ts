import { type ChangeFilter, type ListedChange, listChanges } from '../core/change/list-changes.ts';
import { seriesTitle } from '../core/chart/chart.ts';
import { errors } from '../core/errors.ts';
import { formatCount } from '../core/text/format.ts';
import { changeCells, changeHead, changeJson } from './change-rows.ts';
import { chooseSeries } from './choose-series.ts';
import type { CommandContext } from './context.ts';
import { exitCode } from './exit-codes.ts';
import { renderTable } from './tables.ts';

/** `changes`: what moved, the newest first; ends with a code of its own if any of it is for the worse. */
export async function changesCommand(context: CommandContext, filter: ChangeFilter): Promise<void> {
  const history = await context.services.history();
  const all = history.listSeries();
  for (const id of filter.seriesIds) {
    chooseSeries(all, id, '--series');
  }
  const changes = listChanges(history, filter);
  if (changes === undefined) {
    throw errors.invalidSetting('--since', 'no run of these series has measured that commit.');
  }
  context.print({ path: history.path, changes: changes.map(changeJson) }, () => textOf(changes));
  if (changes.some(({ change }) => change.relative > 0)) {
    context.exitWith(exitCode.slower);
  }
}

function textOf(changes: readonly ListedChange[]): string {
  if (changes.length === 0) {
    return 'No changes.\n';
  }
  const rows = changes.map((listed) => [...changeCells(listed), ...seriesCells(listed)]);
  const worse = changes.filter(({ change }) => change.relative > 0).length;
  const table = renderTable([...changeHead, 'Id', 'Series'], rows, [1, 2, 5]);
  return `${table}\n${formatCount(changes.length, 'change')}, ${worse} for the worse.\n`;
}

function seriesCells({ series }: ListedChange): readonly string[] {
  return [String(series.id), seriesTitle(series)];
}
