/** Which series the panel offers, under which names, and which of them it shows first. */
import type { SeriesRow } from '../../core/model/bench.ts';
import { plainText } from '../../core/text/format.ts';
import { setupDetails } from '../../core/text/setup-text.ts';
import type { SeriesChoice } from '../../shared/panel-messages.ts';

const maxLabelLength = 200;

/** What a person asked to see. */
export interface Wanted {
  readonly seriesId?: number | undefined;
  /** Series to show beside it. */
  readonly added?: readonly number[] | undefined;
  /** A suite that was just measured. */
  readonly suite?: string | undefined;
}

/** The series in the order in which they are offered: by suite, the totals first. */
export function seriesChoices(series: readonly SeriesRow[]): SeriesChoice[] {
  const label = labeller(series);
  return [...series].sort(compareSeries).map((row) => ({
    id: row.id,
    label: label(row),
    unit: row.unit,
    runCount: row.runCount,
  }));
}

/**
 * The series to show: the one that is wanted by number; else of the wanted suite, or else of all, the total time
 * with the most runs. `undefined` if there is no series at all.
 */
export function chooseSeries(series: readonly SeriesRow[], wanted: Wanted): number | undefined {
  if (series.some(({ id }) => id === wanted.seriesId)) {
    return wanted.seriesId;
  }
  const ofSuite = series.filter(({ suite }) => suite === wanted.suite);
  const candidates = ofSuite.length > 0 ? ofSuite : series;
  const isAside = ({ role }: SeriesRow) => Number(role !== 'subject');
  const [best] = [...candidates].sort(
    (a, b) => weight(a) - weight(b) || isAside(a) - isAside(b) || b.runCount - a.runCount,
  );
  return best?.id;
}

/** Names the suite, benchmark and metric, and of the rest what tells the series apart. */
function labeller(series: readonly SeriesRow[]): (row: SeriesRow) => string {
  const several = (of: (row: SeriesRow) => string) => new Set(series.map(of)).size > 1;
  const configurations = several(({ configuration }) => configuration);
  const platforms = several(({ platform }) => platform);
  const machines = several(({ machine }) => machine.id);
  return (row) => {
    const details = [
      ...setupDetails(row),
      configurations ? row.configuration : '',
      platforms ? row.platform : '',
      machines ? row.machine.name : '',
    ].filter((detail) => detail !== '');
    const metric = row.metric === 'time' ? '' : `, ${row.metric}`;
    const suffix = details.length === 0 ? '' : ` (${details.join(', ')})`;
    return plainText(`${row.suite}: ${row.benchmark}${metric}${suffix}`, maxLabelLength);
  };
}

/** Totals as the suite prints them come first, then the process's own numbers, then the parts. */
function weight({ benchmark, metric }: SeriesRow): number {
  if (benchmark === 'Total') {
    return metric === 'time' ? 0 : 1;
  }
  return benchmark === 'process' ? 2 + Number(metric !== 'wall') : 4;
}

function compareSeries(a: SeriesRow, b: SeriesRow): number {
  return (
    compareText(a.suite, b.suite) ||
    weight(a) - weight(b) ||
    compareText(a.benchmark, b.benchmark) ||
    compareText(a.metric, b.metric) ||
    compareText(a.variant.name, b.variant.name) ||
    compareText(a.branch, b.branch) ||
    compareText(a.machine.name, b.machine.name) ||
    a.id - b.id
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
