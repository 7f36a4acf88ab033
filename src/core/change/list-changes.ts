/** The changes of all series of a history, chosen by when, how large and why. */
import type { SeriesColumns, SeriesRow } from '../model/bench.ts';
import type { Cause } from './cause.ts';
import type { SeriesReader } from './companions-of.ts';
import { type JudgedChange, judgeSeries } from './judge-series.ts';

/** From a moment on, or after a commit was first measured; as many characters of its hash as tell it apart. */
export type Since =
  | { readonly kind: 'time'; readonly atMs: number }
  | { readonly kind: 'commit'; readonly hash: string };

/** Which changes to list; what is left out takes all. */
export interface ChangeFilter {
  readonly since?: Since | undefined;
  /** Those that are watched if there are none: subjects, not their controls and repeats. */
  readonly seriesIds: readonly number[];
  /** A fraction, whichever way. */
  readonly leastSize: number;
  readonly causes: readonly Cause[];
}

export interface ListedChange {
  readonly series: SeriesRow;
  readonly change: JudgedChange;
}

/**
 * The changes that pass the filter, the newest first.
 *
 * @returns `undefined` if no run of the chosen series has measured the commit since which they are asked for.
 */
export function listChanges(
  history: SeriesReader,
  filter: ChangeFilter,
): readonly ListedChange[] | undefined {
  const all = history.listSeries();
  const chosen = all.filter(({ id, role }) =>
    filter.seriesIds.length === 0 ? role === 'subject' : filter.seriesIds.includes(id),
  );
  const found = chosen.map((series) => changesOf(history, series, all, filter));
  const sinceMs = startOf(filter.since, found);
  if (sinceMs === undefined) {
    return undefined;
  }
  return found
    .flatMap(({ listed, commitMs }) =>
      listed.filter(({ change }) => change.point.atMs >= (commitMs ?? sinceMs)),
    )
    .sort((one, other) => other.change.point.atMs - one.change.point.atMs);
}

interface Found {
  readonly listed: readonly ListedChange[];
  /** When this series measured what comes next after the commit since which changes are asked for. */
  readonly commitMs: number | undefined;
}

function changesOf(
  history: SeriesReader,
  series: SeriesRow,
  all: readonly SeriesRow[],
  { since, leastSize, causes }: ChangeFilter,
): Found {
  const judged = judgeSeries(history, series.id, all);
  if (judged === undefined) {
    return { listed: [], commitMs: undefined };
  }
  const listed = judged.changes
    .filter(({ verdict, relative }) => causes.includes(verdict.cause) && Math.abs(relative) >= leastSize)
    .map((change) => ({ series, change }));
  return { listed, commitMs: since?.kind === 'commit' ? afterCommit(judged.columns, since.hash) : undefined };
}

/** When the run after the first one of the commit started, or a moment after it if there is none yet. */
function afterCommit({ commits, timesMs }: SeriesColumns, hash: string): number | undefined {
  const index = commits.findIndex((commit) => commit.startsWith(hash));
  const timeMs = timesMs[index];
  return timeMs === undefined ? undefined : timeMs + 1;
}

/** For series that have not measured the commit themselves, when another first did. */
function startOf(since: Since | undefined, found: readonly Found[]): number | undefined {
  switch (since?.kind) {
    case undefined:
      return Number.NEGATIVE_INFINITY;
    case 'time':
      return since.atMs;
    case 'commit': {
      const known = found.map(({ commitMs }) => commitMs).filter((timeMs) => timeMs !== undefined);
      return known.length === 0 ? undefined : Math.min(...known);
    }
  }
}
