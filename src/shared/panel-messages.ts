/**
 * Messages between the extension and the history panel, with the guards that both sides use.
 * The extension sends columns, not objects, and numbers as arrays of their own kind, which are copied as one block
 * of memory: a series of 100,000 points stays cheap to hand over and to check.
 */
import * as v from 'valibot';
import { drawnEntries, maxAddedSeries } from './panel-state.ts';
import { isPacked, TextColumn } from './text-column.ts';

const text = v.pipe(v.string(), v.maxLength(10_000));

/** Numbers as one block of memory; what none may be is `NaN`. */
const numbersOrNone = v.instance(Float64Array);
const numbers = v.pipe(
  numbersOrNone,
  v.check((column) => !column.includes(Number.NaN)),
);
/** 1 for yes, 0 for no. */
const flags = v.instance(Uint8Array);
const texts = v.pipe(
  v.object({ text: v.string(), ends: v.instance(Uint32Array) }),
  v.check((packed) => isPacked(packed)),
  v.transform((packed) => new TextColumn(packed)),
);

const seriesChoice = v.object({
  id: v.number(),
  label: text,
  unit: v.picklist(['ms', 'bytes', 'instructions']),
  runCount: v.number(),
});

/** A series that the panel can show. */
export type SeriesChoice = v.InferOutput<typeof seriesChoice>;

const index = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Where the level of a series moves: at the point `index`, or with 95 % from `earliest` to `latest`. */
const seriesChange = v.object({
  index,
  earliest: index,
  latest: index,
  /** `after / before - 1`. */
  relative: v.number(),
  before: v.number(),
  after: v.number(),
  /** 0 to 1. */
  confidence: v.number(),
  /** What moved it, for people. */
  cause: text,
});

export type SeriesChange = v.InferOutput<typeof seriesChange>;

/** A point that left the level and came back, and by which part of it. */
const seriesSpike = v.object({ index, relative: v.number() });

/** A fixed build that was measured in the same setup, night by night. */
const controlSchema = v.pipe(
  v.object({ commit: text, times: numbers, medians: numbers }),
  v.check(({ times, medians }) => times.length === medians.length),
);

const seriesData = v.pipe(
  v.object({
    id: v.number(),
    /** Identifies each run in the history. */
    runIds: texts,
    /** Seconds since 1970, ascending, as uPlot wants them. */
    times: numbers,
    medians: numbers,
    minima: numbers,
    maxima: numbers,
    sampleCounts: numbers,
    commits: texts,
    subjects: texts,
    authors: texts,
    phpVersions: texts,
    /** Whether the tree differed from its commit. */
    dirty: flags,
    /** Why a person excluded the point; empty for one that counts. */
    excluded: texts,
    /** Whether the run came since the person's last look. */
    isNew: flags,
    /** The level of the stretch between two changes that a point lies in. */
    levels: numbersOrNone,
    /** In the order of time. */
    changes: v.array(seriesChange),
    spikes: v.array(seriesSpike),
    /** The points that the changes begin with which the last look did not show. */
    newChanges: v.array(index),
    control: v.nullable(controlSchema),
  }),
  v.check(({ id, times, changes, spikes, newChanges, control, ...columns }) =>
    Object.values(columns).every((column) => column.length === times.length),
  ),
  v.check(({ times, changes, spikes, newChanges }) =>
    [
      ...changes.flatMap((change) => [change.index, change.earliest, change.latest]),
      ...spikes.map((spike) => spike.index),
      ...newChanges,
    ].every((at) => at < times.length),
  ),
);

export type ControlData = v.InferOutput<typeof controlSchema>;

/** A series as the page reads it. */
export type SeriesData = v.InferOutput<typeof seriesData>;

/** A series as it is sent. */
export type SeriesMessage = v.InferInput<typeof seriesData>;

const toPanelSchema = v.variant('type', [
  v.object({ type: v.literal('choices'), choices: v.array(seriesChoice), selected: v.nullable(v.number()) }),
  v.object({
    type: v.literal('series'),
    series: seriesData,
    /** Shown beside it. */
    added: v.pipe(v.array(seriesData), v.maxLength(maxAddedSeries)),
  }),
  v.object({ type: v.literal('failure'), message: text }),
  /** The run of the main series that a person is led to; the page answers that it has. */
  v.object({ type: v.literal('point-at'), seriesId: v.pipe(v.number(), v.safeInteger()), index }),
  v.object({ type: v.literal('draw-picture') }),
]);

/** Extension to panel, as it is sent. */
export type ToPanel = v.InferInput<typeof toPanelSchema>;

/** Extension to panel, as the page reads it. */
export type FromHost = v.InferOutput<typeof toPanelSchema>;

const seriesId = v.pipe(v.number(), v.safeInteger());
const runEntries = { seriesId, runId: v.pipe(v.string(), v.uuid()) };

/** A picture of a large window on a fine screen has some megabytes. */
const maxPictureLength = 64 * 1024 * 1024;
const timeSeconds = v.pipe(v.number(), v.finite());

/** What of which series is shown, and what it looks like. */
const shownView = v.strictObject({
  /** Those in sight, the main one first; its place among the added ones, by which it looks, is `null`. */
  series: v.pipe(
    v.array(
      v.strictObject({
        id: seriesId,
        place: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(maxAddedSeries - 1))),
      }),
    ),
    v.minLength(1),
    v.maxLength(1 + maxAddedSeries),
  ),
  ...drawnEntries,
  /** Both ends of the time that is shown, in seconds since 1970; `null` for all of it. */
  range: v.nullable(v.strictTuple([timeSeconds, timeSeconds])),
  /** PNG in base64. */
  picture: v.pipe(v.string(), v.maxLength(maxPictureLength), v.regex(/^[A-Za-z0-9+/]+={0,2}$/)),
});

export type ShownView = v.InferOutput<typeof shownView>;

const fromPanelSchema = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({
    type: v.literal('select'),
    seriesId,
    added: v.pipe(v.array(seriesId), v.maxLength(maxAddedSeries)),
  }),
  v.strictObject({ type: v.literal('add-series') }),
  v.strictObject({ type: v.literal('refresh') }),
  v.strictObject({ type: v.literal('run-benchmark') }),
  v.strictObject({ type: v.literal('open-run'), ...runEntries }),
  v.strictObject({ type: v.literal('pointed') }),
  v.strictObject({ type: v.literal('seen') }),
  v.strictObject({ type: v.literal('export'), view: shownView }),
]);

/** Panel to extension. */
export type FromPanel = v.InferOutput<typeof fromPanelSchema>;

/** The message, or `undefined` if it is not one of ours. */
export function parseToPanel(data: unknown): FromHost | undefined {
  const result = v.safeParse(toPanelSchema, data);
  return result.success ? result.output : undefined;
}

/** What is shown, as a command was called with it; `undefined` if it was called with something else. */
export function parseShownView(data: unknown): ShownView | undefined {
  const result = v.safeParse(shownView, data);
  return result.success ? result.output : undefined;
}

/** The message, or `undefined` if it is not one of ours. */
export function parseFromPanel(data: unknown): FromPanel | undefined {
  const result = v.safeParse(fromPanelSchema, data);
  return result.success ? result.output : undefined;
}
