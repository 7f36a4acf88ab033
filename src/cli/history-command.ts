import { companionsOf } from '../core/change/companions-of.ts';
import { type SeriesChart, seriesChart, seriesTitle } from '../core/chart/chart.ts';
import { plainPicture } from '../core/chart/picture.ts';
import { renderReport } from '../core/chart/report.ts';
import { renderSvg } from '../core/chart/svg.ts';
import type { SeriesRow } from '../core/model/bench.ts';
import { formatValue, plainText } from '../core/text/format.ts';
import { setupDetails } from '../core/text/setup-text.ts';
import { chooseSeries } from './choose-series.ts';
import type { CommandContext } from './context.ts';
import { renderTable } from './tables.ts';

const maxReasonLength = 60;

export interface HistoryOptions {
  readonly series: number | undefined;
  readonly list: boolean;
  readonly limit: number;
  /** Paths of files to write. */
  readonly svg: string | undefined;
  readonly html: string | undefined;
  /** Writes a file whole or not at all. */
  readonly writeFile: (path: string, content: string) => Promise<void>;
}

function seriesTable({ series: columns, unit, average }: SeriesChart, limit: number): string {
  const rows = columns.runIds.map((_, index) => {
    const mean = average[index];
    const reason = columns.excluded[index] ?? '';
    return [
      new Date(columns.timesMs[index] ?? 0).toISOString().slice(0, 16).replace('T', ' '),
      columns.phpVersions[index] ?? '',
      `${columns.commits[index]?.slice(0, 12) || 'release'}${columns.dirty[index] === true ? '+' : ''}`,
      formatValue(columns.medians[index] ?? 0, unit),
      formatValue(columns.minima[index] ?? 0, unit),
      formatValue(columns.maxima[index] ?? 0, unit),
      String(columns.sampleCounts[index] ?? 0),
      mean === null || mean === undefined ? '' : formatValue(mean, unit),
      reason === '' ? '' : `excluded: ${plainText(reason, maxReasonLength)}`,
    ];
  });
  const head = ['Date (UTC)', 'PHP', 'Commit', 'Median', 'Minimum', 'Maximum', 'n', 'Average of 5', 'Remark'];
  return renderTable(head, rows.slice(-limit).reverse(), [3, 4, 5, 6, 7]);
}

function listTable(all: readonly SeriesRow[]): string {
  const rows = all.map((row) => [
    String(row.id),
    row.suite,
    row.benchmark,
    row.metric,
    setupDetails(row).join(', '),
    row.configuration,
    row.platform,
    row.machine.name,
    String(row.runCount),
  ]);
  const head = [
    'Id',
    'Suite',
    'Benchmark',
    'Metric',
    'Variant',
    'Configuration',
    'Platform',
    'Machine',
    'Runs',
  ];
  return renderTable(head, rows, [0, 8]);
}

/** `history`: one series as a table, JSON or SVG, or the list of series. */
export async function historyCommand(context: CommandContext, options: HistoryOptions): Promise<void> {
  const history = await context.services.history();
  const all = history.listSeries();
  if (options.list) {
    context.print(all, () => (all.length === 0 ? 'No runs yet.\n' : listTable(all)));
    return;
  }
  const series = chooseSeries(all, options.series, '--series');
  if (series === undefined) {
    context.print(
      { path: history.path, series: null },
      () => `No runs yet in ${history.path}. "bench" makes one.\n`,
    );
    return;
  }
  const columns = history.readSeries(series.id);
  const chart = seriesChart(series, columns, undefined, companionsOf(history, series, columns, all));
  if (options.svg !== undefined) {
    await options.writeFile(options.svg, renderSvg(plainPicture(chart)));
  }
  if (options.html !== undefined) {
    await options.writeFile(options.html, renderReport(plainPicture(chart), Date.now()));
  }
  context.print({ path: history.path, series, columns }, () => {
    const picture = options.svg === undefined ? '' : `\nPicture: ${options.svg}\n`;
    const report = options.html === undefined ? '' : `\nReport: ${options.html}\n`;
    return `${seriesTitle(series)}\n\n${seriesTable(chart, options.limit)}${picture}${report}`;
  });
}
