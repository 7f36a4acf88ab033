/** Writes what the chart shows to a file. */
import { stringify } from 'csv-stringify/sync';
import { companionsOf } from '../core/change/companions-of.ts';
import { controlOf } from '../core/change/same-setup.ts';
import { type SeriesChart, seriesChart } from '../core/chart/chart.ts';
import type { ChartExport } from '../core/chart/chart-export.ts';
import { chartCells, chartColumns } from '../core/chart/chart-table.ts';
import { type ControlRuns, chartPicture, type ShownChart } from '../core/chart/picture.ts';
import { renderReport } from '../core/chart/report.ts';
import { renderSvg } from '../core/chart/svg.ts';
import type { SeriesRow } from '../core/model/bench.ts';
import type { HistoryPort } from '../core/ports.ts';
import { writeWholeFile } from './whole-file.ts';

type Series = Pick<HistoryPort, 'listSeries' | 'readSeries'>;

/**
 * Writes an export whole or not at all; makes its folder. A series that is no longer there is left out.
 * @throws `disk-full`, `file-unwritable`, and what reading the history throws
 */
export async function saveChart(history: Series, request: ChartExport, path: string): Promise<void> {
  await writeWholeFile(path, request.format === 'png' ? request.picture : textOf(history, request));
}

type TextExport = Exclude<ChartExport, { readonly format: 'png' }>;

function textOf(history: Series, request: TextExport): string {
  const shown = shownCharts(history, request);
  switch (request.format) {
    case 'svg':
      return renderSvg(chartPicture(shown, request.view, request.range));
    case 'html':
      return renderReport(chartPicture(shown, request.view, request.range), Date.now());
    case 'csv':
      return csvOf(shown.map(({ chart }) => chart));
  }
}

function shownCharts(history: Series, { series, range }: TextExport): readonly ShownChart[] {
  const all = history.listSeries();
  return series.flatMap(({ id, place }) => {
    const row = all.find((one) => one.id === id);
    if (row === undefined) {
      return [];
    }
    const columns = history.readSeries(id);
    const chart = seriesChart(row, columns, range, companionsOf(history, row, columns, all));
    return [{ chart, place, control: controlRuns(history, all, row) }];
  });
}

/** The runs of its control that count. */
function controlRuns(history: Series, all: readonly SeriesRow[], row: SeriesRow): ControlRuns | null {
  const found = controlOf(all, row);
  if (found === undefined) {
    return null;
  }
  const { timesMs, medians, excluded } = history.readSeries(found.id);
  const counts = (_: number, index: number) => excluded[index] === '';
  return { name: found.branch, timesMs: timesMs.filter(counts), medians: medians.filter(counts) };
}

/** A spreadsheet would take a subject that begins with `=` for a formula: such cells get an apostrophe in front. */
function csvOf(charts: readonly SeriesChart[]): string {
  return stringify(
    charts.flatMap((chart) => chartCells(chart).map((cells) => [...cells])),
    { header: true, columns: [...chartColumns], quoted_match: /\r/, escape_formulas: true },
  );
}
