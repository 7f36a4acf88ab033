/** Finds in a history what was measured beside a series. */
import type { SeriesColumns, SeriesRow } from '../model/bench.ts';
import type { HistoryPort } from '../ports.ts';
import { alignByNight } from './align.ts';
import type { Companions } from './cause.ts';
import { countedValues } from './counted-values.ts';
import { controlOf, isSameMeasurement, isSamePlace, isSameSetup } from './same-setup.ts';

/** Reads series; the history is one. */
export type SeriesReader = Pick<HistoryPort, 'listSeries' | 'readSeries'>;

/** The first characters that tell commits apart; sources of imported data abbreviate differently. */
const shortestHash = 7;

/**
 * The companions of a series: its control and what was measured again, by night; the instructions of the same runs;
 * and of each run its commit and environment. A companion that the history does not have is left out.
 *
 * @param all the series of the history.
 */
export function companionsOf(
  history: SeriesReader,
  series: SeriesRow,
  columns: SeriesColumns,
  all: readonly SeriesRow[],
): Companions {
  return {
    ...controlBeside(history, series, columns, all),
    ...instructionsOf(history, series, columns, all),
    ...remeasuredOf(history, series, columns, all),
    commits: columns.commits.map((commit, index) =>
      commit === '' || columns.dirty[index] === true ? null : commit,
    ),
    environments: columns.environments.map(String),
  };
}

/** That of the same variant, or of another one: the machine moves them all. */
function controlBeside(
  history: SeriesReader,
  series: SeriesRow,
  { timesMs }: SeriesColumns,
  all: readonly SeriesRow[],
): Pick<Companions, 'control'> {
  const chosen = controlOf(all, series) ?? controlOf(all, series, 'any variant');
  if (chosen === undefined) {
    return {};
  }
  const read = history.readSeries(chosen.id);
  const values = countedValues(read);
  const control = alignByNight(timesMs, read.timesMs).map((index) =>
    index === undefined ? null : (values[index] ?? null),
  );
  return { control };
}

/** Of a time only: what else is measured does not follow from them. */
function instructionsOf(
  history: SeriesReader,
  series: SeriesRow,
  { runIds }: SeriesColumns,
  all: readonly SeriesRow[],
): Pick<Companions, 'instructions'> {
  const found = all.find(
    (other) => other.unit === 'instructions' && isSameSetup(other, series) && isSamePlace(other, series),
  );
  if (found === undefined || series.unit !== 'ms') {
    return {};
  }
  const read = history.readSeries(found.id);
  const byRun = new Map(countedValues(read).map((value, index) => [read.runIds[index], value]));
  return { instructions: runIds.map((id) => byRun.get(id) ?? null) };
}

/** Only where it is of the commit of the point before. */
function remeasuredOf(
  history: SeriesReader,
  series: SeriesRow,
  { timesMs, commits }: SeriesColumns,
  all: readonly SeriesRow[],
): Pick<Companions, 'remeasured'> {
  const found = all.find(
    (other) =>
      other.role === 'repeat' &&
      other.branch === series.branch &&
      isSameMeasurement(other, series) &&
      isSameSetup(other, series),
  );
  if (found === undefined || series.role !== 'subject') {
    return {};
  }
  const read = history.readSeries(found.id);
  const values = countedValues(read);
  const remeasured = alignByNight(timesMs, read.timesMs).map((at, index) =>
    at !== undefined && isSameCommit(read.commits[at], commits[index - 1]) ? (values[at] ?? null) : null,
  );
  return { remeasured };
}

function isSameCommit(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) {
    return false;
  }
  const length = Math.min(one.length, other.length);
  return length >= shortestHash && one.slice(0, length) === other.slice(0, length);
}
