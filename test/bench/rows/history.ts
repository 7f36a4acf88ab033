/** The history: storing runs, and reading one series of them. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Iteration } from '../../../src/core/model/bench.ts';
import type { HistoryPort } from '../../../src/core/ports.ts';
import { openHistory } from '../../../src/local/history/open.ts';
import { iterationOf, runIdOf, runOf, sampleOf } from '../../support/history-data.ts';
import type { Contender, Row, Size } from '../framework/row.ts';
import type { BenchContext } from '../support/context.ts';
import { builderName } from '../support/php-builder.ts';
import { timed } from '../support/timed.ts';

/** As many as php.net's own benchmarks have, each measured once in a run. */
const seriesCount = 180;
/** Ten years, daily. */
const mostRuns = 3650;

function sampleValue(run: number, series: number): number {
  return 100 + series + Math.sin(run * 12.9898 + series);
}

function iterationOfRun(run: number): Iteration {
  const samples = Array.from({ length: seriesCount }, (_, series) =>
    sampleOf(sampleValue(run, series), `line ${series}`),
  );
  return iterationOf(0, ...samples);
}

function store(history: HistoryPort, runCount: number): void {
  for (let run = 0; run < runCount; run += 1) {
    history.beginRun(runOf(run));
    history.addIteration(runIdOf(run), iterationOfRun(run));
    history.finishRun(runIdOf(run), { status: 'complete', finishedAtMs: 1_800_000_000_000 });
  }
}

/** One row for each run and each sample, each run a transaction that is on the disk when it ends. */
function storeRaw(path: string, runCount: number): void {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec('CREATE TABLE runs (id INTEGER PRIMARY KEY, started_at_ms INTEGER) STRICT');
  database.exec(
    'CREATE TABLE samples (series_id INTEGER, run_id INTEGER, value REAL, PRIMARY KEY (series_id, run_id)) STRICT, WITHOUT ROWID',
  );
  const addRun = database.prepare('INSERT INTO runs VALUES (?, ?)');
  const addSample = database.prepare('INSERT INTO samples VALUES (?, ?, ?)');
  for (let run = 0; run < runCount; run += 1) {
    database.exec('BEGIN IMMEDIATE');
    addRun.run(run, runOf(run).startedAtMs);
    for (const [series, { value }] of iterationOfRun(run).samples.entries()) {
      addSample.run(series, run, value);
    }
    database.exec('COMMIT');
  }
  database.close();
}

/** Does the work on a database of its own, which is removed afterwards. */
function onNewFile(name: string, path: string, work: (path: string) => Promise<void>): Contender {
  return {
    name,
    measure: async () => {
      try {
        return await timed(() => work(path));
      } finally {
        await removeDatabase(path);
      }
    },
  };
}

async function removeDatabase(path: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) {
    await rm(`${path}${suffix}`, { force: true });
  }
}

function size(amount: number, rounds: number, warmups: number, goals: Size['goals']): Size {
  return { label: `${amount.toLocaleString('en')} runs`, amount, rounds, warmups, goals };
}

export const historyImport: Row<BenchContext> = {
  name: 'history-import',
  title: `storing runs of ${seriesCount} samples`,
  unit: 'ms',
  tinyAmount: 2,
  sizes: [
    size(100, 7, 1, []),
    size(1000, 2, 0, []),
    size(mostRuns, 1, 0, [{ kind: 'at-most', limit: 30_000 }]),
  ],
  withTrial: async ({ directory }, { amount }, use) => {
    await use({
      ours: onNewFile(builderName.ours, join(directory, 'ours.sqlite'), async (path) => {
        const history = await openHistory(path);
        store(history, amount);
        history.close();
      }),
      others: [
        {
          ...onNewFile('SQLite alone', join(directory, 'raw.sqlite'), async (path) => storeRaw(path, amount)),
          role: 'limit',
        },
      ],
    });
  },
};

/** What the numbers of a chart are made of, without checks, texts and medians. */
const rawQuery = `SELECT r.started_at_ms, s.value FROM samples s JOIN runs r ON r.id = s.run_id
  WHERE s.series_id = ? ORDER BY r.started_at_ms`;

export const historyQuery: Row<BenchContext> = {
  name: 'history-query',
  title: `reading one series of ${seriesCount}`,
  unit: 'ms',
  tinyAmount: 2,
  sizes: [
    size(100, 25, 3, []),
    size(1000, 25, 3, []),
    size(mostRuns, 25, 3, [{ kind: 'at-most', limit: 20 }]),
  ],
  withTrial: async ({ directory }, { amount }, use) => {
    const path = join(directory, 'query.sqlite');
    const history = await openHistory(path);
    try {
      store(history, amount);
      const series = history.listSeries()[0]?.id ?? 0;
      const database = new DatabaseSync(path, { readOnly: true });
      const query = database.prepare(rawQuery);
      await use({
        ours: { name: builderName.ours, measure: () => timed(async () => history.readSeries(series)) },
        others: [
          { name: 'SQLite alone', role: 'limit', measure: () => timed(async () => query.all(series)) },
        ],
      });
      database.close();
    } finally {
      history.close();
      await removeDatabase(path);
    }
  },
};
