/** Writes what the chart shows to a file. */
import { stringify } from 'csv-stringify/sync';
import { companionsOf } from '../core/change/companions-of.ts';
import { type SeriesChart, seriesChart } from '../core/chart/chart.ts';
import type { ChartExport } from '../core/chart/chart-export.ts';
import { chartCells, chartColumns } from '../core/chart/chart-table.ts';
import { renderReport } from '../core/chart/report.ts';
import { renderSvg } from '../core/chart/svg.ts';
import type { HistoryPort } from '../core/ports.ts';
import { writeWholeFile } from './whole-file.ts';

/**
 * Writes an export whole or not at all; makes its folder. A series that is no longer there is left out.
 * @throws `disk-full`, `file-unwritable`, and what reading the history throws
 */
export async function saveChart(
  history: Pick<HistoryPort, 'listSeries' | 'readSeries'>,
  request: ChartExport,
  path: string,
): Promise<void> {
  await writeWholeFile(path, request.format === 'png' ? request.picture : textOf(history, request));
}

type TextExport = Exclude<ChartExport, { readonly format: 'png' }>;

function textOf(history: Pick<HistoryPort, 'listSeries' | 'readSeries'>, request: TextExport): string {
  const all = history.listSeries();
  const charts = request.seriesIds.flatMap((id) => {
    const row = all.find((series) => series.id === id);
    if (row === undefined) {
      return [];
    }
    const columns = history.readSeries(id);
    return [seriesChart(row, columns, request.range, companionsOf(history, row, columns, all))];
  });
  switch (request.format) {
    case 'svg':
      return renderSvg(charts);
    case 'html':
      return renderReport(charts, Date.now());
    case 'csv':
      return csvOf(charts);
  }
}

/** A spreadsheet would take a subject that begins with `=` for a formula: such cells get an apostrophe in front. */
function csvOf(charts: readonly SeriesChart[]): string {
  return stringify(
    charts.flatMap((chart) => chartCells(chart).map((cells) => [...cells])),
    { header: true, columns: [...chartColumns], quoted_match: /\r/, escape_formulas: true },
  );
}
