/**
 * How fast the history is with ten years of nightly runs: 3,650 runs of 180 series each, 657,000 samples. Run it with
 * `nice node test/bench/history/measure.ts`; it prints a JSON document. Nothing here fails for being slow.
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { judgeSeries } from '../../../src/core/change/judge-series.ts';
import { headerLine, runLine } from '../../../src/core/history-exchange/json-lines.ts';
import { summaryOf } from '../../../src/core/stats/summary.ts';
import { localArchive } from '../../../src/local/history/local-archive.ts';
import { openHistory } from '../../../src/local/history/open.ts';
import { runOf } from '../../support/history-data.ts';

const runCount = 3650;
const benchmarkCount = 180;
const queryRepeats = 50;
const signal = new AbortController().signal;

/** A run with one sample for each series. */
function lineOf(number: number): string {
  const { owner: _, ...start } = runOf(number);
  const run = { ...start, status: 'complete', remarks: [], iterations: 1 } as const;
  const points = Array.from({ length: benchmarkCount }, (_, index) => {
    const value = 100 + index + Math.sin(number * 7919 + index * 104_729) * 3;
    const name = { benchmark: `benchmark ${index}`, metric: 'time', unit: 'ms' } as const;
    return { ...name, samples: [[0, value]] as const };
  });
  return runLine({ run, points });
}

function* lines(): Generator<string> {
  yield `${headerLine(runCount)}\n`;
  for (let number = 1; number <= runCount; number += 1) {
    yield `${lineOf(number)}\n`;
  }
}

/** How long the work took, in all, on a processor, and in each of its steps. */
async function timed<T>(work: (report: (event: unknown) => void) => Promise<T>) {
  const stepsMs: number[] = [];
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const result = await work((event) => {
    if (typeof event === 'object' && event !== null && 'durationMs' in event) {
      stepsMs.push(Number(event.durationMs));
    }
  });
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpuMs = Math.round((user + system) / 1000);
  return { ms: Math.round(performance.now() - startedAt), cpuMs, stepsMs, result };
}

async function queries(path: string) {
  const history = await openHistory(path);
  try {
    const series = history.listSeries();
    const times = Array.from({ length: queryRepeats }, (_, index) => {
      const id = series[(index * 37) % series.length]?.id ?? 0;
      const startedAt = performance.now();
      const cpuBefore = process.cpuUsage();
      const { medians } = history.readSeries(id);
      const { user, system } = process.cpuUsage(cpuBefore);
      return { ms: performance.now() - startedAt, cpuMs: (user + system) / 1000, points: medians.length };
    });
    const ms = summaryOf(times.map((one) => one.ms));
    const cpuMs = summaryOf(times.map((one) => one.cpuMs));
    return { series: series.length, points: times[0]?.points, first: times[0], ms, cpuMs };
  } finally {
    history.close();
  }
}

/** What moved each series and why, all of them in a row, as `changes` does it. */
async function judging(path: string) {
  const history = await openHistory(path);
  try {
    const series = history.listSeries();
    const startedAt = performance.now();
    const times = series.map(({ id }) => {
      const before = performance.now();
      judgeSeries(history, id, series);
      return performance.now() - before;
    });
    return { series: series.length, allMs: Math.round(performance.now() - startedAt), ms: summaryOf(times) };
  } finally {
    history.close();
  }
}

async function measure(directory: string) {
  const json = join(directory, 'big.jsonl');
  const csv = join(directory, 'big-csv');
  await pipeline(Readable.from(lines()), createWriteStream(json));
  const [first, second] = [join(directory, 'a.sqlite'), join(directory, 'b.sqlite')];
  const archive = localArchive(first);
  return {
    cpu: cpus()[0]?.model,
    load: loadavg()[0],
    jsonBytes: (await stat(json)).size,
    importJson: await timed((report) => archive.importFrom(json, report, signal)),
    importJsonAgain: await timed((report) => archive.importFrom(json, report, signal)),
    exportJson: await timed((report) => archive.exportTo(`${json}.again`, 'json', report, signal)),
    exportCsv: await timed((report) => archive.exportTo(csv, 'csv', report, signal)),
    importCsv: await timed((report) => localArchive(second).importFrom(csv, report, signal)),
    databaseBytes: (await stat(first)).size,
    query: await queries(first),
    judging: await judging(first),
    backup: await timed(() => archive.backup(join(directory, 'backup.sqlite'))),
    prune: await timed(() => archive.prune(runOf(runCount).startedAtMs, false)),
    queryAfterPrune: await queries(first),
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}

const directory = await mkdtemp(join(tmpdir(), 'psb-measure-'));
try {
  process.stdout.write(`${JSON.stringify(await measure(directory), null, 2)}\n`);
} finally {
  await rm(directory, { recursive: true, force: true });
}
