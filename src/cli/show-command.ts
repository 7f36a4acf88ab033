import { type JudgedSeries, judgeSeries } from '../core/change/judge-series.ts';
import type { Paint } from '../core/chart/cell-canvas.ts';
import { seriesTitle } from '../core/chart/chart.ts';
import { renderTerminalChart } from '../core/chart/terminal.ts';
import { changeCells, changeHead, changeJson } from './change-rows.ts';
import { chooseSeries } from './choose-series.ts';
import type { CommandContext } from './context.ts';
import { renderTable } from './tables.ts';

export interface ShowOptions {
  readonly series: number | undefined;
  /** Of the chart, in characters. */
  readonly width: number;
  readonly height: number;
  readonly paint: Paint;
}

/** `history show`: a series drawn in the terminal, with its levels and changes. */
export async function showCommand(context: CommandContext, options: ShowOptions): Promise<void> {
  const history = await context.services.history();
  const all = history.listSeries();
  const series = chooseSeries(all, options.series, 'history show');
  const judged = series === undefined ? undefined : judgeSeries(history, series.id, all);
  if (judged === undefined) {
    context.print(
      { path: history.path, series: null },
      () => `No runs yet in ${history.path}. "bench" makes one.\n`,
    );
    return;
  }
  context.print(jsonOf(history.path, judged), () => textOf(judged, options));
}

function jsonOf(path: string, { series, columns, found, changes }: JudgedSeries): unknown {
  return {
    path,
    series,
    columns,
    stretches: found.stretches,
    changes: changes.map((change) => changeJson({ series, change })),
  };
}

function textOf(judged: JudgedSeries, { width, height, paint }: ShowOptions): string {
  const { series } = judged;
  const chart = renderTerminalChart({ judged, width, height, paint });
  const parts = [seriesTitle(series), chart === '' ? 'None of its points counts.\n' : chart];
  const rows = judged.changes.map((change) => changeCells({ series, change })).reverse();
  const table = rows.length === 0 ? 'No change of its level.\n' : renderTable(changeHead, rows, [1, 2]);
  return [...parts, table].join('\n');
}
