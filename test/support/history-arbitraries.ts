/** Runs as hostile as the history takes them. */
import fc from 'fast-check';
import { impossibleNames } from '../../src/core/history-exchange/run-schema.ts';
import type { Environment, Iteration, RunEnd, RunStart } from '../../src/core/model/bench.ts';
import { runIdOf } from './history-data.ts';

const hostile = [
  ...['=1+1', '+1', '-1', '@x', '"', '""', 'a,b', 'a;b', 'a\tb', '\r', '\n', '\r\n', ' a ', '\u{1f600}'],
  ...['\ufeffa', "'; DROP TABLE runs", '\\', '\u202e', 'null', 'NaN', '1e5', '00', '<b>', '\u2028', 'é'],
];
const characters = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replaceAll('\0', ''));
const text = fc.oneof(fc.constantFrom(...hostile), characters);
const name = text.map((content) => content || '0');
const value = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
const count = fc.nat();
const time = fc.integer({ min: 0, max: 8.64e15 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const record = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc
    .array(fc.tuple(name, arbitrary), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries.filter(([key]) => !impossibleNames.includes(key))));

const environment: fc.Arbitrary<Environment> = fc.record(
  {
    cpuModel: text,
    cpuCount: count,
    memoryBytes: count,
    governor: text,
    turbo: fc.boolean(),
    operatingSystem: text,
    kernelVersion: text,
    engineVersion: text,
    toolchainImage: text,
    toolchainId: text,
    compiler: text,
    emulated: fc.boolean(),
    cpuSet: text,
    memoryLimitBytes: count,
    timeLimitSeconds: count,
    warmups: count,
    counting: fc.constantFrom('none', 'perf', 'callgrind'),
    scripts: text,
    other: record(fc.oneof(text, value, fc.boolean())),
  },
  { requiredKeys: ['other'] },
);

const start = fc.record({
  build: fc.record({
    key: name,
    phpVersion: text,
    sourceId: text,
    commit: optional(
      fc.record({ sha: name, subject: text, author: text, committedAtMs: optional(fc.integer()) }),
    ),
    dirty: fc.boolean(),
    platform: fc.constantFrom('linux/amd64', 'linux/arm/v7'),
    configuration: text,
    toolchainKey: text,
    configureFlags: fc.array(text, { maxLength: 3 }),
  }),
  machine: fc.record({ id: name, name: text }),
  suite: name,
  variant: fc.record({ name, ini: record(text) }),
  role: fc.constantFrom('subject', 'control', 'repeat'),
  branch: text,
  startedAtMs: time,
  plannedIterations: count,
  environment,
  image: text,
  loadBefore: optional(value),
});

const sample = fc.record({
  benchmark: name,
  metric: fc.constantFrom('time', 'wall'),
  unit: fc.constantFrom('ms', 'bytes'),
  value,
});
const samples = fc.uniqueArray(sample, {
  minLength: 1,
  maxLength: 4,
  selector: ({ benchmark, metric }) => JSON.stringify([benchmark, metric]),
});

const end: fc.Arbitrary<RunEnd> = fc.record({
  status: fc.constantFrom('complete', 'incomplete', 'failed'),
  note: optional(text),
  finishedAtMs: optional(time),
  loadAfter: optional(value),
});

/** A run, what it measured and how it ended. */
export interface WholeRun {
  readonly start: RunStart;
  readonly iterations: readonly Iteration[];
  readonly remark: string;
  readonly end: RunEnd;
  /** Why its points do not count, if they do not. */
  readonly exclusion: string | undefined;
}

const wholeRun = fc.record({
  start,
  iterations: fc.array(samples, { maxLength: 3 }),
  remark: text,
  end,
  exclusion: optional(name),
});

/** Up to five runs; a machine's facts and a build's and commit's are of the run that came first or last with them. */
export const wholeRuns: fc.Arbitrary<readonly WholeRun[]> = fc
  .array(wholeRun, { minLength: 1, maxLength: 5 })
  .map((runs) =>
    runs.map((run, index) => ({
      ...run,
      start: { ...run.start, id: runIdOf(index), owner: 'nobody' },
      iterations: run.iterations.map((list, at) => ({ index: at * 7, samples: list })),
    })),
  );
