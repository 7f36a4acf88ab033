/** Tells what nightly runs changed, each change once, to whichever process looks first. */
import type { StateStore } from '../automation/ports.ts';
import type { SeriesReader } from '../change/companions-of.ts';
import { judgeSeries } from '../change/judge-series.ts';
import { isBenchError } from '../errors.ts';
import type { SeriesRow } from '../model/bench.ts';
import { describeChange, isNightly, seriesKey } from './describe.ts';
import { newChanges } from './new-changes.ts';
import type { KnownSeries, NewChange, NewsState } from './news-state.ts';

/** Where the state of each history is. */
export interface NewsStore extends Pick<StateStore<NewsState>, 'read' | 'write'> {
  /** Runs `work` while no other process is in it with this id, and waits for that. */
  takeTurn<T>(id: string, work: () => Promise<T>): Promise<T>;
}

export interface NewsDeps {
  readonly history: () => Promise<SeriesReader & { readonly path: string }>;
  readonly store: NewsStore;
  readonly sha256: (text: string) => string;
  /** Lets others do something between two series. */
  readonly pause: () => Promise<void>;
}

/** What a look has found. */
export interface Look {
  /** To be told now: nobody has been told before, and nobody will be again. The largest first. */
  readonly fresh: readonly NewChange[];
  /** All that were told and not looked at yet, those included; the newest first. */
  readonly unseen: readonly NewChange[];
  /** How many series are not to be told of. */
  readonly mutedCount: number;
}

const idLength = 32;
const mostUnseen = 100;

/** Of one history at a time, the one that the services are made for. */
export class ChangeNews {
  readonly #deps: NewsDeps;

  constructor(deps: NewsDeps) {
    this.#deps = deps;
  }

  /**
   * Judges the nightly series that have more runs than at the last look. What a series had when it was first looked at
   * is not news. Rejects as the history does, and with `state-too-new`, `state-unreadable`, `disk-full` or
   * `file-unwritable`.
   */
  async look(): Promise<Look> {
    const history = await this.#deps.history();
    const before = await this.#read(history.path);
    if (before !== undefined && !hasNewRuns(history.listSeries(), before)) {
      return lookOf(before, []);
    }
    return this.#change(async (state) => {
      const all = history.listSeries();
      const fresh: NewChange[] = [];
      const series: KnownSeries[] = [];
      for (const row of all.filter(isNightly)) {
        const { known, changes } = await this.#lookAt(history, row, all, state);
        series.push(known);
        fresh.push(...changes);
      }
      const unseen = [...fresh, ...state.unseen].sort((a, b) => b.atMs - a.atMs).slice(0, mostUnseen);
      const next = { ...state, series, unseen };
      return { next, result: lookOf(next, fresh) };
    });
  }

  /** Takes all that was told as looked at. */
  markSeen(): Promise<void> {
    return this.#change(async (state) => ({ next: { ...state, unseen: [] }, result: undefined }));
  }

  /** Tells no more of a series. */
  mute(seriesKey: string): Promise<void> {
    return this.#change(async (state) => ({
      next: {
        ...state,
        series: state.series.map((known) => (known.key === seriesKey ? { ...known, isMuted: true } : known)),
        unseen: state.unseen.filter((change) => change.seriesKey !== seriesKey),
      },
      result: undefined,
    }));
  }

  /** Tells of all series again. */
  unmuteAll(): Promise<void> {
    return this.#change(async (state) => ({
      next: { ...state, series: state.series.map((known) => ({ ...known, isMuted: false })) },
      result: undefined,
    }));
  }

  async #lookAt(
    history: SeriesReader,
    row: SeriesRow,
    all: readonly SeriesRow[],
    state: NewsState,
  ): Promise<{ readonly known: KnownSeries; readonly changes: readonly NewChange[] }> {
    const key = seriesKey(row);
    const before = state.series.find((known) => known.key === key);
    if (before?.runCount === row.runCount) {
      return { known: before, changes: [] };
    }
    await this.#deps.pause();
    const judged = judgeSeries(history, row.id, all);
    const { runCount } = row;
    if (judged === undefined) {
      return { known: before ?? { key, runCount, isMuted: false, told: [] }, changes: [] };
    }
    const { changes, told } = newChanges(judged, before?.told ?? []);
    const isMuted = before?.isMuted ?? false;
    return {
      known: { key, runCount, isMuted, told: [...told] },
      changes: before === undefined || isMuted ? [] : changes.map((change) => describeChange(row, change)),
    };
  }

  /** What is known of the history now, `undefined` before the first look. */
  async #read(historyPath: string): Promise<NewsState | undefined> {
    try {
      return await this.#deps.store.read(this.#idOf(historyPath));
    } catch (error) {
      if (isBenchError(error, 'state-missing')) {
        return undefined;
      }
      throw error;
    }
  }

  async #change<T>(
    work: (state: NewsState) => Promise<{ readonly next: NewsState; readonly result: T }>,
  ): Promise<T> {
    const { path } = await this.#deps.history();
    const id = this.#idOf(path);
    return this.#deps.store.takeTurn(id, async () => {
      const state = await this.#read(path);
      const { next, result } = await work(state ?? { id, historyPath: path, series: [], unseen: [] });
      // Written before it is told: rather never than twice.
      await this.#deps.store.write(next);
      return result;
    });
  }

  #idOf(historyPath: string): string {
    return this.#deps.sha256(historyPath).slice(0, idLength);
  }
}

function lookOf({ unseen, series }: NewsState, fresh: readonly NewChange[]): Look {
  return {
    fresh: fresh.toSorted((a, b) => Math.abs(b.relative) - Math.abs(a.relative)),
    unseen,
    mutedCount: series.filter(({ isMuted }) => isMuted).length,
  };
}

function hasNewRuns(all: readonly SeriesRow[], { series }: NewsState): boolean {
  const counts = new Map(series.map(({ key, runCount }) => [key, runCount]));
  return all.some((row) => isNightly(row) && counts.get(seriesKey(row)) !== row.runCount);
}
