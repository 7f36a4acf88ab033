import { renderSvg } from '../core/chart/svg.ts';
import { errors } from '../core/errors.ts';
import type { SeriesColumns, SeriesRow } from '../core/model/bench.ts';
import type { HistoryPort } from '../core/ports.ts';
import { movingAverage } from '../core/stats/moving-average.ts';
import { formatValue, plainText } from '../core/text/format.ts';
import { setupDetails } from '../core/text/setup-text.ts';
import type { CommandContext } from './context.ts';
import { renderTable } from './tables.ts';

export interface HistoryOptions {
  readonly series: number | undefined;
  readonly list: boolean;
  readonly limit: number;
  readonly svg: string | undefined;
  /** Writes a file whole or not at all. */
  readonly writeFile: (path: string, content: string) => Promise<void>;
}

/** A series' name for people. */
export function seriesTitle(series: SeriesRow): string {
  const setup = [...setupDetails(series), series.configuration, series.platform].filter(
    (part) => part !== '',
  );
  return `${series.suite}: ${series.benchmark} (${series.metric}) on ${series.machine.name}, ${setup.join(', ')}`;
}

/** The series asked for, else the total time with the most runs. */
function chooseSeries(history: HistoryPort, id: number | undefined): SeriesRow | undefined {
  const all = history.listSeries();
  if (id !== undefined) {
    const found = all.find((series) => series.id === id);
    if (found === undefined) {
      throw errors.invalidSetting(
        '--series',
        `the history has no series ${id}; "history --list" names them.`,
      );
    }
    return found;
  }
  const totals = all.filter((series) => series.benchmark === 'Total' && series.metric === 'time');
  return [...totals].sort((a, b) => b.runCount - a.runCount)[0] ?? all[0];
}

function seriesTable(columns: SeriesColumns, unit: SeriesRow['unit'], limit: number): string {
  const average = movingAverage(columns.medians, 5);
  const rows = columns.runIds.map((_, index) => {
    const mean = average[index];
    return [
      new Date(columns.timesMs[index] ?? 0).toISOString().slice(0, 16).replace('T', ' '),
      columns.phpVersions[index] ?? '',
      `${columns.commits[index]?.slice(0, 12) || 'release'}${columns.dirty[index] === true ? '+' : ''}`,
      formatValue(columns.medians[index] ?? 0, unit),
      formatValue(columns.minima[index] ?? 0, unit),
      formatValue(columns.maxima[index] ?? 0, unit),
      String(columns.sampleCounts[index] ?? 0),
      mean === null || mean === undefined ? '' : formatValue(mean, unit),
    ];
  });
  const head = ['Date (UTC)', 'PHP', 'Commit', 'Median', 'Minimum', 'Maximum', 'n', 'Average of 5'];
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
  if (options.list) {
    const all = history.listSeries();
    context.print(all, () => (all.length === 0 ? 'No runs yet.\n' : listTable(all)));
    return;
  }
  const series = chooseSeries(history, options.series);
  if (series === undefined) {
    context.print(
      { path: history.path, series: null },
      () => `No runs yet in ${history.path}. "bench" makes one.\n`,
    );
    return;
  }
  const columns = history.readSeries(series.id);
  if (options.svg !== undefined) {
    await options.writeFile(
      options.svg,
      renderSvg({ title: seriesTitle(series), unit: series.unit, series: columns }),
    );
  }
  context.print({ path: history.path, series, columns }, () => {
    const picture = options.svg === undefined ? '' : `\nPicture: ${options.svg}\n`;
    return `${plainText(seriesTitle(series), 200)}\n\n${seriesTable(columns, series.unit, options.limit)}${picture}`;
  });
}
