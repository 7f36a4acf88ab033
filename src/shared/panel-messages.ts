/**
 * Messages between the extension and the history panel, with the guards that both sides use.
 * The extension sends columns, not objects: a series of 100,000 points stays cheap to clone.
 */
import * as v from 'valibot';

const maxTextLength = 10_000;
const text = v.pipe(v.string(), v.maxLength(maxTextLength));

/**
 * A list whose items all pass; a hole passes for nothing. The schema of a list makes an object for each item and
 * copies the list, which costs a chart of 100,000 points more than drawing it does.
 */
function list<T>(isItem: (item: unknown) => item is T) {
  return v.custom<T[]>((input) => {
    if (!Array.isArray(input)) {
      return false;
    }
    for (let index = 0; index < input.length; index += 1) {
      if (!isItem(input[index])) {
        return false;
      }
    }
    return true;
  });
}

const isNumber = (item: unknown): item is number => typeof item === 'number' && !Number.isNaN(item);
const isNumberOrNull = (item: unknown): item is number | null => item === null || isNumber(item);
const isText = (item: unknown): item is string => typeof item === 'string' && item.length <= maxTextLength;
const isBoolean = (item: unknown): item is boolean => typeof item === 'boolean';

const numbers = list(isNumber);
const texts = list(isText);

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
    movingAverage: list(isNumberOrNull),
    commits: texts,
    subjects: texts,
    phpVersions: texts,
    /** Whether the tree differed from its commit. */
    dirty: list(isBoolean),
    /** Why a person excluded the point; empty for one that counts. */
    excluded: texts,
    /** Whether the run came since the person's last look. */
    isNew: list(isBoolean),
    /** The level of the stretch between two changes that a point lies in. */
    levels: list(isNumberOrNull),
    /** In the order of time. */
    changes: v.array(seriesChange),
    spikes: v.array(seriesSpike),
    /** The points that the changes begin with which the last look did not show. */
    newChanges: v.array(index),
  }),
  v.check(({ id, times, changes, spikes, newChanges, ...columns }) =>
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

export type SeriesData = v.InferOutput<typeof seriesData>;

const toPanelSchema = v.variant('type', [
  v.object({ type: v.literal('choices'), choices: v.array(seriesChoice), selected: v.nullable(v.number()) }),
  v.object({ type: v.literal('series'), series: seriesData }),
  v.object({ type: v.literal('failure'), message: text }),
  v.object({ type: v.literal('draw-picture') }),
]);

/** Extension to panel. */
export type ToPanel = v.InferOutput<typeof toPanelSchema>;

const seriesId = v.pipe(v.number(), v.safeInteger());
const runEntries = { seriesId, runId: v.pipe(v.string(), v.uuid()) };

/** A picture of a large window on a fine screen has some megabytes. */
const maxPictureLength = 64 * 1024 * 1024;
const timeSeconds = v.pipe(v.number(), v.finite());

/** What of which series is shown, and what it looks like. */
const shownView = v.strictObject({
  seriesIds: v.pipe(v.array(seriesId), v.minLength(1), v.maxLength(100)),
  /** Both ends of the time that is shown, in seconds since 1970; `null` for all of it. */
  range: v.nullable(v.strictTuple([timeSeconds, timeSeconds])),
  /** PNG in base64. */
  picture: v.pipe(v.string(), v.maxLength(maxPictureLength), v.regex(/^[A-Za-z0-9+/]+={0,2}$/)),
});

export type ShownView = v.InferOutput<typeof shownView>;

const fromPanelSchema = v.variant('type', [
  v.strictObject({ type: v.literal('ready') }),
  v.strictObject({ type: v.literal('select'), seriesId }),
  v.strictObject({ type: v.literal('refresh') }),
  v.strictObject({ type: v.literal('run-benchmark') }),
  v.strictObject({ type: v.literal('open-run'), ...runEntries }),
  v.strictObject({ type: v.literal('seen') }),
  v.strictObject({ type: v.literal('export'), view: shownView }),
]);

/** Panel to extension. */
export type FromPanel = v.InferOutput<typeof fromPanelSchema>;

/** The message, or `undefined` if it is not one of ours. */
export function parseToPanel(data: unknown): ToPanel | undefined {
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
