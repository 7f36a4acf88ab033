/** What a history stores, as it is checked on the way in and on the way out. */
import * as v from 'valibot';
import { isPlatform } from '../model/platform.ts';

const longestText = 4000;

/** SQLite, JSON and CSV give back every other text as it was. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

const text = v.pipe(
  v.string('must be a text'),
  v.maxLength(longestText, 'is longer than 4,000 characters'),
  v.check(isStorable, 'holds a NUL character or half of a character'),
);
const name = v.pipe(
  text,
  v.minLength(1, 'must not be empty'),
  v.maxLength(500, 'is longer than 500 characters'),
);
/** A text that may have any content as one that can be stored. */
export function storableText(content: string): string {
  return content.slice(0, longestText).toWellFormed().replaceAll('\0', '\ufffd');
}

const wholeNumber = 'must be a whole number from 0 on';
const count = v.pipe(v.number(wholeNumber), v.safeInteger(wholeNumber), v.minValue(0, wholeNumber));
const finite = v.pipe(v.number('must be a number'), v.finite('must be a finite number'));
const measured = v.pipe(finite, v.minValue(0, 'must not be negative'));
/** Milliseconds since 1970, as far as a Date reaches. */
const lastTimeMs = 8.64e15;
const time = v.pipe(count, v.maxValue(lastTimeMs, 'is later than dates go'));
const commitTime = v.pipe(
  finite,
  v.safeInteger('must be a whole number'),
  v.minValue(-lastTimeMs, 'is earlier than dates go'),
  v.maxValue(lastTimeMs, 'is later than dates go'),
);
const truth = v.boolean('must be true or false');

export const unitSchema = v.picklist(['ms', 'bytes', 'instructions'], 'is no unit that is known');
export const nameSchema = name;
export const timeSchema = time;
export const valueSchema = measured;
export const iterationSchema = v.pipe(count, v.maxValue(99_999, 'is more than 99,999'));
export const platformSchema = v.pipe(
  v.string(),
  v.custom<`linux/${string}`>(isPlatformText, 'is no platform'),
);

function isPlatformText(value: unknown): boolean {
  return typeof value === 'string' && isPlatform(value);
}

/** These would be left out of a record without a word. */
export const impossibleNames: readonly string[] = ['__proto__', 'prototype', 'constructor'];

function isRecord(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    impossibleNames.every((entry) => !Object.hasOwn(value, entry))
  );
}

/** A suite and its variant may have 200 settings each. */
const mostEntries = 400;

/** Short facts by name, for what has no field of its own. */
function record<T extends v.GenericSchema>(value: T) {
  return v.pipe(
    v.custom<Readonly<Record<string, unknown>>>(
      isRecord,
      'is no record, or has a name that it must not have',
    ),
    v.record(name, value),
    v.check((entries) => Object.keys(entries).length <= mostEntries, 'has more than 400 entries'),
  );
}

export const environmentSchema = v.strictObject({
  cpuModel: v.optional(text),
  cpuCount: v.optional(count),
  memoryBytes: v.optional(count),
  governor: v.optional(text),
  turbo: v.optional(truth),
  operatingSystem: v.optional(text),
  kernelVersion: v.optional(text),
  engineVersion: v.optional(text),
  toolchainImage: v.optional(text),
  toolchainId: v.optional(text),
  compiler: v.optional(text),
  emulated: v.optional(truth),
  cpuSet: v.optional(text),
  memoryLimitBytes: v.optional(count),
  timeLimitSeconds: v.optional(count),
  warmups: v.optional(count),
  counting: v.optional(v.picklist(['none', 'perf', 'callgrind'], 'is no way of counting that is known')),
  scripts: v.optional(text),
  other: record(v.union([text, finite, truth], 'must be a text, a number or true or false')),
});

const buildSchema = v.strictObject({
  key: name,
  phpVersion: text,
  sourceId: text,
  commit: v.optional(
    v.strictObject({ sha: name, subject: text, author: text, committedAtMs: v.optional(commitTime) }),
  ),
  dirty: truth,
  platform: platformSchema,
  configuration: text,
  toolchainKey: text,
  configureFlags: v.pipe(v.array(text), v.maxLength(1000, 'are more than 1,000')),
});

const setupEntries = {
  machine: v.strictObject({ id: name, name: text }),
  suite: name,
  variant: v.strictObject({ name, ini: record(text) }),
  role: v.picklist(['subject', 'control', 'repeat'], 'is no role that is known'),
  branch: text,
};

const startEntries = {
  ...setupEntries,
  id: v.pipe(v.string(), v.uuid('must be a UUID')),
  build: buildSchema,
  startedAtMs: time,
  plannedIterations: count,
  environment: environmentSchema,
  image: text,
  loadBefore: v.optional(measured),
};

export const runStartSchema = v.strictObject({ ...startEntries, owner: text });

export const remarkSchema = v.strictObject({
  kind: v.picklist(
    ['busy-machine', 'clock', 'imported', 'not-counted', 'other'],
    'is no kind of remark that is known',
  ),
  text,
});

const statusSchema = v.picklist(['running', 'complete', 'incomplete', 'failed'], 'is no status');

export const runEndEntries = {
  note: v.optional(text),
  finishedAtMs: v.optional(time),
  loadAfter: v.optional(measured),
};

/** A run as it is kept. */
export const runRecordSchema = v.strictObject({
  ...startEntries,
  ...runEndEntries,
  status: statusSchema,
  remarks: v.pipe(v.array(remarkSchema), v.maxLength(100, 'are more than 100')),
  iterations: count,
});

/** A series as it is kept. */
export const seriesRowSchema = v.strictObject({
  ...setupEntries,
  id: count,
  platform: platformSchema,
  configuration: text,
  benchmark: name,
  metric: name,
  unit: unitSchema,
  runCount: count,
});

/** The numbers of a point, in an order that can be. */
export const summarySchema = v.pipe(
  v.strictObject({
    sampleCount: v.pipe(count, v.minValue(1, 'must be at least 1')),
    median: measured,
    minimum: measured,
    maximum: measured,
    mean: v.optional(measured),
    standardDeviation: v.optional(measured),
    lowerQuartile: v.optional(measured),
    upperQuartile: v.optional(measured),
  }),
  v.check(
    ({ minimum, lowerQuartile = minimum, median, maximum, upperQuartile = maximum }) =>
      minimum <= lowerQuartile &&
      lowerQuartile <= median &&
      median <= upperQuartile &&
      upperQuartile <= maximum,
    'has a minimum, median and maximum that are not in this order',
  ),
);

export const exclusionSchema = v.strictObject({
  reason: v.pipe(text, v.minLength(1, 'must not be empty')),
  atMs: time,
});
